/** The devices process as it is bundled, on the Node inside Electron, with the real serialport on a real pty. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, expect, test } from 'vitest';
import { connectDevices } from '../../../drivers/index.ts';
import { electronCommand } from '../../../tools/electron/index.ts';
import { root } from '../../../tools/paths.ts';
import { endChild } from '../../helpers/child.ts';
import {
  type EmulatedDevices,
  emulatedDevices,
  hasSocat,
  socatAbsent,
} from '../../helpers/emulated-devices.ts';
import { until } from '../../helpers/until.ts';

let bench: EmulatedDevices;
let folder: string;
let child: ChildProcess | undefined;
afterEach(async () => {
  if (child) await endChild(child);
  await bench?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

test('signs on, collects a card and prints inside Electron', async (context) => {
  context.skip(!hasSocat, socatAbsent);
  bench = await emulatedDevices(true);
  // Below the repository, so that the native packages are found.
  folder = mkdtempSync(join(root, 'node_modules/.cache-devices-'));
  const outfile = join(folder, 'devices.cjs');
  await build({
    entryPoints: [join(root, 'tests/helpers/children/devices-process.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    external: ['serialport', 'node-hid'],
    logLevel: 'silent',
  });
  const { executablePath } = await electronCommand();
  const host = fork(outfile, {
    execPath: executablePath,
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  child = host;
  const devices = connectDevices({
    send: (message) => host.send(message as object),
    onMessage: (listener) => host.on('message', listener),
    onClose: (listener) => host.once('exit', listener),
  });
  const stages: string[] = [];
  devices.onEvent((event) => {
    if (event.kind === 'payment-stage') stages.push(event.stage);
  });
  const { control } = bench.emulators;
  await devices.request('configure', {
    devices: bench.emulators.devices,
    acquirer: bench.emulators.acquirer,
    keys: null,
  });
  await devices.request('hostSignOn', { stan: '000001', batch: '000001', operator: '01' });
  const collected = devices.request('collect', {
    attemptId: 'a1',
    amountMinor: 100,
    timeoutMs: 60_000,
  });
  await until(() => stages.at(-1) === 'swipe-card', 'a card is asked for');
  control.reader.swipe('', '6200000000000013=30122010000000000');
  await until(() => control.pad.wantsPin(), 'the pad asks');
  control.pad.typePin('123456');
  control.pad.pressEnter();
  expect(await collected).toEqual({ maskedPan: '620000******0013', entryMode: '021' });
  await devices.request('print', {
    device: 'printer',
    paper: [{ kind: 'heading', text: '签到' }],
    openDrawer: false,
  });
  expect(control.printer.receipts()[0]?.lines).toEqual([`${' '.repeat(20)}签到`]);
}, 120_000);
