/**
 * A thousand plugs pulled and pushed at random, on real ptys, with the real serial library, while every device is asked
 * all the time: each change that lasts is told, nothing is left open, nothing piles up.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sleep } from '../../../domain/basics/clock.ts';
import type { DeviceEvent } from '../../../domain/devices/verbs.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { systemClock } from '../../../drivers/deadline.ts';
import { testMasterKey } from '../../../drivers/emulators/keys.ts';
import { type Plug, ptyPlug } from '../../../drivers/emulators/plug.ts';
import { createDevices, type DevicesHost } from '../../../drivers/index.ts';
import { PadEmulator } from '../../../drivers/pin-pad/visa/emulator.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { fastClock } from '../../helpers/fast-clock.ts';
import { seededRandom } from '../../helpers/seeded-random.ts';
import { until } from '../../helpers/until.ts';

const eventsWanted = 1_000;
const lines = 6;
/** Six seconds of grace are a quarter of one. */
const faster = 24;
const seed = 'replug';
const online = 'online';

let directory: string;
let devices: DevicesHost;
let plugs: Plug[];
let warnings: string[];
/** By device: `online`, or what is wrong. */
let told: Map<string, string[]>;
const onWarning = (warning: Error): void => {
  warnings.push(warning.name);
};

const nameOf = (line: number): string => `pad-${line}`;
const openFiles = (): number => readdirSync('/proc/self/fd').length;

beforeEach(async (context) => {
  context.skip(!hasSocat, socatAbsent);
  directory = mkdtempSync(join(tmpdir(), 'rollcall-replug-'));
  warnings = [];
  process.on('warning', onWarning);
  plugs = [];
  for (let line = 0; line < lines; line += 1) {
    const pad = new PadEmulator({
      clock: systemClock,
      masterKeys: { 0: testMasterKey },
      serialNumber: nameOf(line),
      fault: () => 'none',
    });
    plugs.push(await ptyPlug(join(directory, nameOf(line)), (far) => pad.attach(far)));
  }
  devices = createDevices({ clock: fastClock(faster) });
  told = new Map(plugs.map((_, line) => [nameOf(line), []]));
  devices.onEvent((event: DeviceEvent) => {
    if (event.kind !== 'device-status') return;
    told.get(event.device)?.push(event.online ? online : (event.problem?.kind ?? 'no reason'));
  });
});
afterEach(async () => {
  process.removeListener('warning', onWarning);
  await devices?.close();
  for (const plug of plugs ?? []) await plug.pull();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

const configure = () =>
  devices.request('configure', {
    devices: plugs.map(({ address }, line) => ({
      device: nameOf(line),
      family: 'pin-pad',
      protocol: 'visa',
      address,
    })),
    acquirer: null,
    keys: null,
  });

/** Whether the pad answers; anything but a sentence for the cashier is a fault of ours. */
async function answers(device: string): Promise<boolean> {
  try {
    const { serialNumber } = await devices.request('identify', { device });
    expect(serialNumber).toBe(device);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.kind === 'unexpected') throw thrown;
    return false;
  }
}

async function untilAnswers(device: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) if (await answers(device)) return;
  throw new Error(`${device} never answered again`);
}

test('a thousand plugs pulled and pushed under load: every lasting change is told, nothing leaks', async () => {
  const random = seededRandom(seed);
  const byte = (): number => random.bytes(1)[0] ?? 0;
  await configure();
  await Promise.all(plugs.map((_, line) => untilAnswers(nameOf(line))));
  const filesBefore = openFiles();
  let events = 0;
  let offlineSeen = 0;

  const isOffline = (line: number): boolean => told.get(nameOf(line))?.at(-1) !== online;
  const shake = async (plug: Plug, line: number): Promise<void> => {
    while (events < eventsWanted) {
      events += 2;
      await plug.pull();
      const dice = byte();
      if (dice < 40) {
        await until(() => isOffline(line), `${nameOf(line)} is told to be offline`);
        offlineSeen += 1;
      } else if (dice < 140) await sleep(systemClock, dice / 4);
      await plug.push();
      if (byte() < 100) await untilAnswers(nameOf(line));
    }
    await untilAnswers(nameOf(line));
  };
  let shaking = true;
  const load = async (_: Plug, line: number): Promise<number> => {
    let answered = 0;
    while (shaking) {
      if (await answers(nameOf(line))) answered += 1;
      await sleep(systemClock, byte() / 8);
    }
    return answered;
  };
  const loads = plugs.map(load);
  await Promise.all(plugs.map(shake));
  shaking = false;
  const answered = await Promise.all(loads);

  expect(events).toBeGreaterThanOrEqual(eventsWanted);
  expect(offlineSeen).toBeGreaterThan(20);
  expect(Math.min(...answered)).toBeGreaterThan(0);
  for (const changes of told.values()) {
    // Nothing is told twice, and in the end what is true.
    expect(changes.filter((change, index) => change === changes[index - 1])).toEqual([]);
    expect(changes.at(-1)).toBe(online);
  }
  await until(() => openFiles() <= filesBefore, 'as many files are open as before');
  expect(warnings).toEqual([]);
}, 120_000);
