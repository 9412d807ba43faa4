/**
 * A whole shop on one machine: back office, emulated devices and acquirer, the cables between them and the till, and
 * the till's configuration. `npm start` opens one for a person, the e2e tests one for each test.
 */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '../../domain/basics/languages.ts';
import type { hostFaults } from '../../drivers/acquirer/emulator.ts';
import { type Emulators, startEmulators } from '../../drivers/emulators/index.ts';
import { systemClock } from '../../main/machine/clock.ts';
import { type BackOfficeProcess, startBackOffice } from './back-office.ts';
import { type Cable, layCable } from './network.ts';
import { staffCardPrefix } from './tokens.ts';

type HostFault = (typeof hostFaults)[number];

export type Shop = Readonly<{
  /** `ROLLCALL_DATA` of the till. */
  tillDirectory: string;
  backOffice: BackOfficeProcess;
  emulators: Emulators;
  cables: Readonly<Record<'back-office' | 'acquirer', Cable>>;
  /** What the acquirer does to the next sale; null: an ordinary answer. */
  setNextHostAnswer(fault: HostFault | null): void;
  nextHostAnswer(): HostFault | null;
  close(): Promise<void>;
}>;

export type ShopOptions = Readonly<{
  /** Keeps the shop's books from one start to the next. */
  directory: string;
  locale: Locale;
  /** How long the till waits for the acquirer; shorter in tests that make it wait. */
  answerTimeoutMs?: number;
}>;

export async function openShop(options: ShopOptions): Promise<Shop> {
  const { directory } = options;
  const tillDirectory = join(directory, 'till');
  const portsDirectory = join(directory, 'ports');
  mkdirSync(tillDirectory, { recursive: true });
  mkdirSync(portsDirectory, { recursive: true });
  const backOffice = await startBackOffice(join(directory, 'back-office'));
  const emulators = await startEmulators({
    directory: portsDirectory,
    pty: process.platform === 'linux',
    clock: systemClock,
  });
  const cables = {
    'back-office': await layCable(backOffice.port),
    acquirer: await layCable(Number(new URL(emulators.acquirer.address).port)),
  };
  const enrolmentCode = existsSync(join(tillDirectory, 'till.db'))
    ? {}
    : { enrolmentCode: backOffice.enrolmentCode };
  writeConfig(tillDirectory, {
    server: {
      url: `https://127.0.0.1:${cables['back-office'].port}`,
      certificate: backOffice.certificate,
    },
    ...enrolmentCode,
    devices: emulators.devices.map((device) =>
      device.family === 'card-reader'
        ? { ...device, options: { ...device.options, storeCards: staffCardPrefix } }
        : device,
    ),
    acquirer: {
      ...emulators.acquirer,
      address: `tcp://127.0.0.1:${cables.acquirer.port}`,
      answerTimeoutMs: options.answerTimeoutMs ?? emulators.acquirer.answerTimeoutMs,
    },
    wallet: emulators.wallet,
    locale: options.locale,
  });
  return {
    tillDirectory,
    backOffice,
    emulators,
    cables,
    ...planner(emulators),
    close: async () => {
      await Promise.all([cables['back-office'].close(), cables.acquirer.close()]);
      await emulators.close();
      await backOffice.close();
    },
  };
}

/** The till's configuration as it stands on the disk. */
export function readConfig(tillDirectory: string): Record<string, unknown> {
  return JSON.parse(readFileSync(join(tillDirectory, 'config.json'), 'utf8'));
}

export function writeConfig(tillDirectory: string, config: object): void {
  writeFileSync(join(tillDirectory, 'config.json'), JSON.stringify(config, null, 2));
}

/** One planned answer at a time; it is used up when the host has received one more sale. */
function planner(emulators: Emulators): Pick<Shop, 'setNextHostAnswer' | 'nextHostAnswer'> {
  const { host } = emulators.control;
  let planned: { fault: HostFault; afterSales: number } | null = null;
  return {
    setNextHostAnswer: (fault) => {
      host.control.behave();
      if (fault) host.control.next(fault, { for: 'sale' });
      planned = fault && { fault, afterSales: host.control.received('sale') };
    },
    nextHostAnswer: () => {
      if (planned && host.control.received('sale') > planned.afterSales) planned = null;
      return planned?.fault ?? null;
    },
  };
}
