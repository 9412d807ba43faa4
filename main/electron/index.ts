/** Entry of the till: one instance, its parts, its window, and a clean end. */

import { chmodSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, powerMonitor, safeStorage, utilityProcess } from 'electron';
import { type Locale, languages } from '../../domain/basics/languages.ts';
import { missingModules } from '../../domain/devices/native-modules.ts';
import type { Power } from '../../domain/sign-in/machine.ts';
import { createBackOffice } from '../machine/back-office.ts';
import { createNewId, systemClock, systemRandom } from '../machine/clock.ts';
import { readConfig, writeDevices } from '../machine/config.ts';
import { onCrash } from '../machine/crash.ts';
import { createHashing } from '../machine/hashing.ts';
import { createKeyStore, type Wrapping } from '../machine/key-store.ts';
import { createLog } from '../machine/log.ts';
import { diskFreeBytes, linuxPower, memoryFreeBytes, sinceBootMs } from '../machine/machine.ts';
import { superviseDevices } from '../machine/supervise-devices.ts';
import { createTill, type TillPorts } from '../program/app.ts';
import { createStartingTill } from '../program/starting.ts';
import { isShipped, refusal, refusedSwitches } from './command-line.ts';
import { connectIpc } from './ipc.ts';
import { mayClose } from './may-close.ts';
import { closeNetwork } from './network.ts';
import { pageOrigin } from './page-origin.ts';
import { saveFile } from './save-file.ts';
import { confineContents, secure } from './security.ts';
import { checkIntegrity, runningVersion } from './update.ts';
import { openTillWindow, tillPage } from './windows.ts';

const dataDirectory = process.env.ROLLCALL_DATA ?? app.getPath('userData');
const refused = isShipped() ? refusedSwitches(process.argv.slice(1)) : [];
if (refused.length > 0) {
  process.stderr.write(`${refusal(refused)}\n`);
  app.exit(64);
} else {
  // Journal, keys and logs, and what Chromium and a person's save dialog write: nobody else's to read.
  process.umask(0o077);
  mkdirSync(dataDirectory, { recursive: true });
  chmodSync(dataDirectory, 0o700);
  // Chromium keeps its own files beside ours, so two tills on one machine are two instances.
  app.setPath('userData', join(dataDirectory, 'chromium'));
  if (app.requestSingleInstanceLock()) run();
  else app.quit();
}

function run(): void {
  const log = createLog(dataDirectory);
  onCrash(log, (exitCode) => app.exit(exitCode));
  confineContents();
  closeNetwork();
  const spoken = { locale: languages[0].tag as Locale };
  const devTools = !isShipped() && process.env.ROLLCALL_DEVTOOLS === '1';
  const open = (): Promise<void> =>
    openTillWindow({
      directory: __dirname,
      devTools,
      mayClose: (window) => mayClose(window, spoken.locale),
    });
  app.on('second-instance', () => void open());

  const closers: (() => Promise<void> | void)[] = [];
  void app.whenReady().then(async () => {
    const fork = () =>
      utilityProcess.fork(join(__dirname, 'devices.cjs'), [], { serviceName: 'Rollcall devices' });
    const devices = superviseDevices(fork, systemClock, log);
    const blank = { locale: languages[0].tag, version: runningVersion() };
    const till = createStartingTill(() => createTill(portsOf(devices, log)), blank);
    closers.push(() => till.close(), devices.close);
    connectIpc(till, tillPage);
    till.onEvent((event) => {
      if (event.kind === 'state' && event.topic === 'shift') spoken.locale = event.part.locale;
    });
    secure(join(__dirname, '..', 'renderer'));
    // The database opens while Chromium loads the page; the page asks how it went.
    const started = till.start();
    await open();
    await started;
  });

  // It ends by `quit` alone; whoever listens keeps Electron from ending it by itself.
  app.on('window-all-closed', () => {});
  app.on('will-quit', (event) => {
    if (closers.length === 0) return;
    event.preventDefault();
    // Not `quit` again: asked while Electron still asks us, it would be ignored.
    void closeAll(closers.splice(0)).then(() => app.exit());
  });
}

async function closeAll(closers: readonly (() => Promise<void> | void)[]): Promise<void> {
  for (const close of closers) await close();
}

function portsOf(devices: TillPorts['devices'], log: TillPorts['log']): TillPorts {
  const configFile = join(dataDirectory, 'config.json');
  const config = readConfig(configFile);
  const wrapping = systemWrapping();
  if (!wrapping) {
    log.warn({}, 'no key chain here: whoever copies the whole folder has the key of this till too');
  }
  return {
    dataDirectory,
    config,
    clock: systemClock,
    random: systemRandom,
    newId: createNewId(systemClock, systemRandom),
    devices,
    backOffice: createBackOffice(config.server, systemClock, systemRandom),
    hashing: createHashing(systemRandom),
    keyStore: createKeyStore(dataDirectory, wrapping),
    page: pageOrigin,
    system: {
      diskFreeBytes: () => diskFreeBytes(dataDirectory),
      sinceBootMs,
      memoryFreeBytes,
      power,
      missingModules: () => missingModules([['argon2', () => import('argon2')]]),
      appVersion: runningVersion(),
      integrity: checkIntegrity,
    },
    saveDevices: (devices) => writeDevices(configFile, [...devices]),
    saveFile,
    reportFont: () => readFile(join(__dirname, 'report-font.woff')),
    log,
  };
}

/** Windows tells main whether the till runs on its battery, not how full that is. */
function power(): Power {
  const onBattery = { kind: 'battery', percent: null } as const;
  return linuxPower() ?? (powerMonitor.isOnBatteryPower() ? onBattery : { kind: 'mains' });
}

/** The desktop's key chain; null where there is none, as on a till that boots into a bare window manager. */
function systemWrapping(): Wrapping | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  return {
    wrap: (plain) => safeStorage.encryptString(Buffer.from(plain).toString('base64')),
    unwrap: (wrapped) => Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64'),
  };
}
