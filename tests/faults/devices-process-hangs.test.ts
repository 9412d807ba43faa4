/** The devices process hangs: main notices within two seconds, starts another, and nothing asked is lost in silence. */
import { type ChildProcess, fork } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../domain/basics/clock.ts';
import type { DeviceEvent } from '../../domain/devices/verbs.ts';
import { Problem } from '../../domain/words/problem.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { type DevicesProcess, superviseDevices } from '../../main/machine/supervise-devices.ts';
import { root } from '../../tools/paths.ts';
import { bundled } from '../helpers/bundle.ts';
import { endChild } from '../helpers/child.ts';
import { type EmulatedDevices, emulatedDevices } from '../helpers/emulated-devices.ts';
import { until } from '../helpers/until.ts';

const noticedWithinMs = 2_000;

let bench: EmulatedDevices;
let program: string;
let children: ChildProcess[];
beforeEach(async () => {
  children = [];
  bench = await emulatedDevices(false);
  program = await bundled(`${root}/tests/helpers/children/devices-process.ts`);
});
afterEach(async () => {
  await Promise.all(children.map((child) => endChild(child)));
  await bench?.close();
});

/** A forked child with the face of Electron's utility process. */
function forkDevices(): DevicesProcess {
  const child = fork(program);
  children.push(child);
  return {
    get pid() {
      return child.pid;
    },
    postMessage: (message) => {
      // As Electron does: what is said to a process that has just ended is lost without a word.
      child.send(message as object, () => {});
    },
    on: (event, listener) => child.on(event, listener),
    once: (event: 'spawn' | 'exit', listener: (code: number) => void) =>
      child.once(event, listener),
    kill: () => child.kill(),
  };
}

const kindOf = (verb: Promise<unknown>): Promise<string> =>
  verb.then(
    () => 'no problem',
    (thrown: unknown) => (thrown instanceof Problem ? thrown.kind : String(thrown)),
  );

test('a hung process is noticed within two seconds, what waits fails, and another takes over', async () => {
  const told: string[] = [];
  const log = {
    info: () => {},
    warn: () => {},
    error: (_: unknown, message: string) => told.push(message),
  };
  // What its heartbeat waits for, one beat after the other: the wall's clock would count a busy machine, too.
  let waitedMs = 0;
  const clock: Clock = {
    ...systemClock,
    after: (delayMs, run) =>
      systemClock.after(delayMs, () => {
        waitedMs += delayMs;
        run();
      }),
  };
  const devices = superviseDevices(forkDevices, clock, log);
  const events: DeviceEvent[] = [];
  devices.onEvent((event) => events.push(event));
  try {
    await devices.request('configure', {
      devices: bench.emulators.devices,
      acquirer: bench.emulators.acquirer,
      keys: null,
    });
    await devices.request('hostSignOn', { stan: '000001', batch: '000001', operator: '01' });
    // Asked, and not answered yet: nobody swipes.
    const collected = kindOf(
      devices.request('collect', { attemptId: 'a1', amountMinor: 100, timeoutMs: 60_000 }),
    );
    await until(() => events.some(({ kind }) => kind === 'payment-stage'), 'a card is asked for');
    events.length = 0;
    waitedMs = 0;
    children[0]?.kill('SIGSTOP');
    expect(await collected).toBe('devices-restarting');
    expect(waitedMs).toBeGreaterThan(0);
    expect(waitedMs).toBeLessThan(noticedWithinMs);
    expect(told).toEqual(['devices process is silent; killing it']);
    const lost = { kind: 'device-status', online: false, problem: { kind: 'devices-restarting' } };
    const { length } = bench.emulators.devices;
    expect(events.slice(0, length)).toMatchObject(Array.from({ length }, () => lost));

    expect(await devices.request('identify', { device: 'pin-pad' })).toMatchObject({
      serialNumber: bench.emulators.control.pad.serialNumber(),
    });
    const online = events.filter((event) => event.kind === 'device-status' && event.online);
    expect(online).toHaveLength(length);
    // The working keys came back with it: a second sign-on would be a second day.
    const again = devices.request('collect', { attemptId: 'a2', amountMinor: 100, timeoutMs: 5 });
    expect(await kindOf(again)).not.toBe('host-sign-on-needed');
    expect(children).toHaveLength(2);
  } finally {
    devices.close();
  }
});

test('a process that is only slow to start is not taken for hung', async () => {
  let hang = true;
  const devices = superviseDevices(
    () => {
      const child = forkDevices();
      if (hang) children[0]?.kill('SIGSTOP');
      hang = false;
      return child;
    },
    systemClock,
    { info: () => {}, warn: () => {}, error: () => {} },
  );
  try {
    const slow = kindOf(devices.request('ping', {}));
    await new Promise((resolve) => systemClock.after(2_100, () => resolve(null)));
    children[0]?.kill('SIGCONT');
    expect(await slow).toBe('no problem');
    expect(children).toHaveLength(1);
  } finally {
    devices.close();
  }
});
