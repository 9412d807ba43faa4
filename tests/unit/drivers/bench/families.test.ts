/** The bench's tests of scanner, reader, printer, scale and terminal through the host's verbs, in memory. */
import { afterEach, expect, test } from 'vitest';
import type { BenchTest } from '../../../../domain/devices/bench.ts';
import type { DeviceConfig, Protocol } from '../../../../domain/devices/verbs.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import type { DeviceEmulator } from '../../../../drivers/emulators/device-emulator.ts';
import { emulators } from '../../../../drivers/emulators/registry.ts';
import { createDevices, createMemoryNetwork, type DevicesHost } from '../../../../drivers/index.ts';
import { protocols } from '../../../../drivers/protocols.ts';
import { idleClock } from '../../../helpers/idle-clock.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { until } from '../../../helpers/until.ts';

const hosts: DevicesHost[] = [];
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
});

type Given = Readonly<{
  address?: string;
  options?: DeviceConfig['options'];
  /** Whether the device understands what is said at this address. */
  hears?(address: string): boolean;
}>;

/** Whatever the address says, it leads to the device. */
async function plugged(protocol: Protocol, given: Given = {}) {
  const { address = 'memory://device', options = {}, hears = () => true } = given;
  const clock = idleClock();
  const network = createMemoryNetwork();
  const make = emulators[protocol];
  const emulator = make({ clock, random: seededRandom('bench'), fault: () => 'none' });
  network.listen('device', (line) => emulator.attach(line), emulator.hid);
  network.listen('nobody', () => {});
  const opened: string[] = [];
  const host = createDevices({
    clock,
    open: (wanted, signal) => {
      opened.push(wanted);
      return network.open(hears(wanted) ? 'memory://device' : 'memory://nobody', signal);
    },
    listPorts: async () => [],
  });
  hosts.push(host);
  const family = protocols[protocol].family;
  const config = { device: 'device', family, protocol, address, masterKey: '0', options };
  await host.request('configure', { devices: [config], acquirer: null, keys: null });
  return {
    emulator,
    opened,
    run: (benchTest: BenchTest) =>
      host.request('test', { device: 'device', run: 'run', test: benchTest }),
  };
}

async function act(emulator: DeviceEmulator, name: string, input: unknown = {}): Promise<void> {
  const found = emulator.acts[name];
  if (!found) throw new Error(`no act ${name}`);
  await found.run(found.input.parse(input) as never);
}

/** Does it again and again until somebody listens: what comes before is dropped. */
async function untilHeard<T>(result: Promise<T>, again: () => Promise<void>): Promise<T> {
  let isOver = false;
  const done = result.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await again();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

test.each(['serial-scanner', 'hidpos-scanner'] as const)(
  '%s: a code that is scanned, and its check digit',
  async (protocol) => {
    const { run, emulator } = await plugged(protocol);
    const scan = (text: string) =>
      untilHeard(run({ test: 'scan' }), () => act(emulator, 'scan', { text, symbology: ']E0' }));
    expect(await scan('6901234567892')).toMatchObject({
      outcome: 'passed',
      facts: { text: '6901234567892', length: '13', 'check digit': 'right' },
    });
  },
);

test('a code with a wrong check digit is to be looked at', async () => {
  const { run, emulator } = await plugged('serial-scanner');
  const text = '6901234567890';
  const result = untilHeard(run({ test: 'scan' }), () => act(emulator, 'scan', { text }));
  expect(await result).toMatchObject({
    outcome: 'needs-look',
    facts: { text, 'check digit': 'wrong' },
  });
});

test('the number of a card reaches no result', async () => {
  const { run, emulator } = await plugged('serial-scanner');
  const text = '4111111111111111';
  const result = untilHeard(run({ test: 'scan' }), () => act(emulator, 'scan', { text }));
  expect(JSON.stringify(await result)).not.toContain(text);
});

test.each([
  'text-lines',
  'magtek-sureswipe',
  'magtek-magnesafe',
  'idtech-securemag',
  'idtech-neo2',
] as const)('%s: a card that is swiped, its number told to nobody', async (protocol) => {
  const { run, emulator } = await plugged(protocol);
  const result = await untilHeard(run({ test: 'swipe' }), () =>
    act(emulator, 'swipe', { track2: '4012345678909=29122010000000000000' }),
  );
  expect(result).toMatchObject({ test: 'swipe', outcome: 'passed' });
  expect(JSON.stringify(result)).not.toContain('4012345678909');
});

test('a stripe that could not be read fails', async () => {
  const { run, emulator } = await plugged('magtek-sureswipe');
  const result = await untilHeard(run({ test: 'swipe' }), () => act(emulator, 'bad-swipe'));
  expect(result).toMatchObject({ outcome: 'failed' });
});

test('a drawer is opened with the pulse that was asked for', async () => {
  const { run, emulator } = await plugged('escpos');
  expect(await run({ test: 'drawer', pulseMs: 120 })).toMatchObject({
    outcome: 'passed',
    facts: { pulse: '120 ms' },
  });
  expect(emulator.look().drawer).toBe('open');
});

test('a test page is printed; paper that is nearly at its end is to be looked at', async () => {
  const { run, emulator } = await plugged('escpos');
  expect(await run({ test: 'print' })).toMatchObject({
    outcome: 'passed',
    facts: { printed: 'test page' },
  });
  expect(emulator.look().receipts).toBe('1');
  await act(emulator, 'paper', { paper: 'low' });
  expect(await run({ test: 'print' })).toMatchObject({ outcome: 'needs-look' });
});

test.each(['toledo-scale', 'hid-scale'] as const)(
  '%s: a weight, once it is steady',
  async (protocol) => {
    const { run, emulator } = await plugged(protocol);
    await act(emulator, 'put', {
      weight: { value: 1_234, exponent: -3, unit: 'kg' },
    });
    expect(await run({ test: 'weigh' })).toMatchObject({
      outcome: 'passed',
      facts: { weight: '1.234 kg' },
    });
  },
);

test('ZVT: a cent taken and given back, at a test terminal only', async () => {
  const { run, emulator } = await plugged('zvt', { options: { testTerminal: true } });
  const result = run({ test: 'payment' });
  await until(() => emulator.look().wants === 'card', 'the terminal waits for a card');
  await act(emulator, 'presentCard', { card: 'VISA', how: 'contactless' });
  expect(await result).toMatchObject({
    outcome: 'passed',
    facts: { payment: 'approved', receipt: '0163', reversal: 'approved' },
  });
  expect(emulator.look()['day total']).toBe('0');
  const real = await plugged('zvt');
  const refused = await real.run({ test: 'payment' }).catch((thrown: unknown) => thrown);
  expect(refused).toBeInstanceOf(Problem);
  expect((refused as Problem).kind).toBe('test-not-possible');
  expect(real.emulator.look().state).toBe('idle');
});

test('Transbank: a peso taken and given back', async () => {
  const { run, emulator } = await plugged('transbank', { options: { testTerminal: true } });
  const result = run({ test: 'payment' });
  await until(() => emulator.look().wantsCard === 'true', 'the terminal waits for a card');
  await act(emulator, 'present-card');
  expect(await result).toMatchObject({
    outcome: 'passed',
    facts: { payment: 'approved', reversal: 'approved' },
  });
});

test('a payment that the terminal refuses fails with its reason', async () => {
  const { run, emulator } = await plugged('zvt', { options: { testTerminal: true } });
  await act(emulator, 'decide', { code: '05' });
  const result = run({ test: 'payment' });
  await until(() => emulator.look().wants === 'card', 'the terminal waits for a card');
  await act(emulator, 'presentCard', { card: 'VISA', how: 'contactless' });
  expect(await result).toMatchObject({
    outcome: 'failed',
    facts: { payment: 'declined' },
    problems: [{ kind: 'terminal-declined' }],
  });
});

test('the speed of a printer that is set to another than the usual one is found', async () => {
  const address = 'serial:///dev/ttyUSB0';
  const { run, opened } = await plugged('escpos', {
    address,
    hears: (wanted) => wanted.includes('baud=38400'),
  });
  expect(await run({ test: 'baud' })).toMatchObject({
    outcome: 'passed',
    facts: { '9600 8N1': 'silence', '115200 8N1': 'silence', answers: '38400 8N1' },
  });
  expect(opened.slice(1, 4)).toEqual(
    ['9600', '115200', '38400'].map((baud) => `${address}?baud=${baud}&frame=8N1`),
  );
});

test('a device that answers at no speed fails; one without a line cannot be tested for it', async () => {
  const { run } = await plugged('escpos', { address: 'serial:///dev/ttyUSB0', hears: () => false });
  expect(await run({ test: 'baud' })).toMatchObject({ outcome: 'failed' });
  const inMemory = await plugged('escpos');
  const refused = await inMemory.run({ test: 'baud' }).catch((thrown: unknown) => thrown);
  expect((refused as Problem).kind).toBe('test-not-possible');
});
