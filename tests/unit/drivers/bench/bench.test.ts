/** The bench's tests through the host's verbs, against the emulated pad and scale in memory. */
import { afterEach, describe, expect, test } from 'vitest';
import type { BenchTest } from '../../../../domain/devices/bench.ts';
import type { DeviceConfig, DeviceEvent, Protocol } from '../../../../domain/devices/verbs.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { thinOut } from '../../../../drivers/bench/thin-out.ts';
import type { Fault } from '../../../../drivers/emulators/control.ts';
import { testMasterKey, wrapKey } from '../../../../drivers/emulators/keys.ts';
import { emulators } from '../../../../drivers/emulators/registry.ts';
import { createDevices, createMemoryNetwork, type DevicesHost } from '../../../../drivers/index.ts';
import { protocols } from '../../../../drivers/protocols.ts';
import { idleClock } from '../../../helpers/idle-clock.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { until } from '../../../helpers/until.ts';

/** ../shared/vectors/iso8583-cups.json, syntheticKeys. */
const pik = '1122334455667788A1B2C3D4E5F60718';
const pikKcv = 'A13F4AAB';
const wrappedPik = wrapKey(testMasterKey, pik);
const allKeys = [...'0123456789*/#'];

const hosts: DevicesHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

async function plugged(protocol: Protocol) {
  const clock = idleClock();
  const network = createMemoryNetwork();
  let fault: Fault = 'none';
  const make = emulators[protocol];
  const emulator = make({ clock, random: seededRandom('bench'), fault: () => fault });
  network.listen('device', (line) => emulator.attach(line));
  const host = createDevices({ clock, open: network.open, listPorts: async () => [] });
  hosts.push(host);
  const events: DeviceEvent[] = [];
  host.onEvent((event) => events.push(event));
  const config: DeviceConfig = {
    device: 'device',
    family: protocols[protocol].family,
    protocol,
    address: 'memory://device',
    masterKey: '0',
    options: {},
  };
  await host.request('configure', { devices: [config], acquirer: null, keys: null });
  const act = async (name: string, input: unknown = {}): Promise<void> => {
    await emulator.acts[name]?.run(input as never);
  };
  return {
    host,
    events,
    emulator,
    act,
    misbehave: (next: Fault) => {
      fault = next;
    },
    run: (benchTest: BenchTest, run = 'run') =>
      host.request('test', { device: 'device', run, test: benchTest }),
  };
}

describe('a PIN pad', () => {
  test('shows what the technician typed', async () => {
    const { run, emulator } = await plugged('visa');
    const result = await run({ test: 'display', lines: ['HELLO', 'BENCH'] });
    expect(result).toMatchObject({ test: 'display', outcome: 'passed', problems: [] });
    expect(emulator.look().display).toEqual(expect.arrayContaining(['HELLO', 'BENCH']));
  });

  test('passes the key test when every key came once, and tells what came', async () => {
    const { run, act, emulator, events } = await plugged('visa');
    const result = run({ test: 'keys' });
    for (const key of allKeys) {
      await until(() => emulator.look().wants === 'key', `the pad waits before ${key}`);
      await act('press-key', { key });
    }
    expect(await result).toMatchObject({ outcome: 'passed', facts: { missing: 'none' } });
    const last = events.filter((event) => event.kind === 'test-progress').at(-1);
    expect(last).toMatchObject({ run: 'run', test: 'keys', done: 13, total: 13 });
  });

  test('fails the key test when ENTER comes before the others, and names the missing ones', async () => {
    const { run, act, emulator } = await plugged('visa');
    const result = run({ test: 'keys' });
    await until(() => emulator.look().wants === 'key', 'the pad waits');
    await act('press-key', { key: '#' });
    const { outcome, facts } = await result;
    expect(outcome).toBe('failed');
    expect(facts.missing).toContain('CLEAR');
  });

  test('takes a PIN for the synthetic card and lets out that it came, not what it was', async () => {
    const { run, act, emulator } = await plugged('visa');
    const result = run({ test: 'pin', wrappedKey: wrappedPik });
    await until(() => emulator.look().wantsPin === 'true', 'the pad asks');
    await act('type-pin', { digits: '1234' });
    expect(await result).toMatchObject({ outcome: 'passed', facts: { block: '8 bytes' } });
  });

  test('computes the check value of a wrapped key, and the same MAC twice', async () => {
    const { run } = await plugged('visa');
    const kcv = await run({ test: 'kcv', wrappedKey: wrappedPik });
    expect(kcv).toMatchObject({ outcome: 'passed', facts: { kcv: pikKcv } });
    expect(await run({ test: 'mac', wrappedKey: wrappedPik })).toMatchObject({ outcome: 'passed' });
    const slots = await run({ test: 'kcv', wrappedKey: null });
    expect(slots).toMatchObject({ outcome: 'passed', facts: { 'master key 0': 'present' } });
  });

  test('soaks: each exchange has its round trip', async () => {
    const { run, events } = await plugged('visa');
    const result = await run({ test: 'soak', exchanges: 12 });
    expect(result).toMatchObject({ outcome: 'passed', facts: { exchanges: '12', failed: '0' } });
    expect(result.roundTripsMs).toHaveLength(12);
    expect(result.roundTripsMs.every((ms) => ms !== null && ms >= 0)).toBe(true);
    expect(events).toContainEqual(
      expect.objectContaining({ kind: 'test-progress', done: 12, total: 12 }),
    );
  });

  test('a pad that stays silent fails the soak before its end', async () => {
    const { run, misbehave } = await plugged('visa');
    misbehave('silent');
    const result = await run({ test: 'soak', exchanges: 1_000 });
    expect(result.outcome).toBe('failed');
    expect(result.facts.exchanges).toBe('10');
    expect(result.roundTripsMs).toEqual(Array(10).fill(null));
    expect(result.problems.map(({ kind }) => kind)).toContain('device-silent');
  });

  test('a test that somebody ends answers with what it has', async () => {
    const { run, host, act, emulator } = await plugged('visa');
    const result = run({ test: 'keys' }, 'a');
    await until(() => emulator.look().wants === 'key', 'the pad waits');
    await act('press-key', { key: '5' });
    await until(() => emulator.look().wants === 'key', 'the pad waits again');
    await host.request('stopTest', { run: 'a' });
    expect(await result).toMatchObject({ outcome: 'stopped', problems: [] });
  });

  test('raw bytes go out as they are, and the answer comes back; then the pad works again', async () => {
    const { run, host } = await plugged('visa');
    // P012: connection test, answered with ACK and EOT.
    const result = await run({ test: 'raw', hex: '0F31310E0E', waitMs: 500 });
    expect(result).toMatchObject({ outcome: 'passed', facts: { received: '06 04' } });
    expect(await host.request('identify', { device: 'device' })).toMatchObject({
      serialNumber: 'VP5-0087123',
    });
  });

  test('cannot weigh, and says so', async () => {
    const { run } = await plugged('visa');
    const failed = await run({ test: 'weigh' }).catch((thrown: unknown) => thrown);
    expect(failed).toBeInstanceOf(Problem);
    expect((failed as Problem).kind).toBe('test-not-possible');
  });

  test('is found at an address that it already holds, and goes on working', async () => {
    const { host } = await plugged('visa');
    const { findings } = await host.request('detect', { address: 'memory://device' });
    expect(findings).toMatchObject([{ protocol: 'visa', family: 'pin-pad', confidence: 'likely' }]);
    expect(await host.request('health', { device: 'device', level: 'internal' })).toMatchObject({
      state: 'healthy',
    });
  });
});

test('many measurements become few without losing a failure or the slowest', () => {
  const values = Array.from({ length: 2_500 }, (_, index) => (index === 7 ? null : index));
  const thin = thinOut(values, 1_000);
  expect(thin.length).toBeLessThanOrEqual(1_000);
  expect(thin).toContain(null);
  expect(thin.at(-1)).toBe(2_499);
  expect(thinOut([1, null, 3], 1_000)).toEqual([1, null, 3]);
});
