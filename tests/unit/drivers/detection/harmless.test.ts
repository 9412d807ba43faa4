/** Every question of detection put to every emulated device: it is found for what it is, and nothing happens to it. */
import { expect, test } from 'vitest';
import type { Protocol } from '../../../../domain/devices/verbs.ts';
import { detect } from '../../../../drivers/detection/detect.ts';
import { emulators } from '../../../../drivers/emulators/registry.ts';
import { probes, protocols } from '../../../../drivers/protocols.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { idleClock } from '../../../helpers/idle-clock.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';

const names = Object.keys(emulators) as Protocol[];
const onALine = names.filter((name) => protocols[name].over[0] === 'serial');
const askable = new Set<string>(probes.map(({ protocol }) => protocol));
/** An eye may see that something was asked (a serial terminal's state line); never that something was done. */
const ofWork = /display|paper|receipts|drawer|weight|books|wants|transactions|printed|buffer/;

const addresses = ['serial:///dev/ttyUSB0', 'memory://line'];
const cases = onALine.flatMap((protocol) =>
  addresses.map((address) => [protocol, address] as const),
);

test.each(cases)('%s at %s', async (protocol, address) => {
  const clock = idleClock();
  const network = createMemoryNetwork();
  const emulator = emulators[protocol]({
    clock,
    random: seededRandom('detection'),
    fault: () => 'none',
  });
  network.listen('line', (line) => emulator.attach(line));
  const before = seen(emulator.look());
  const findings = await detect(address, null, {
    open: (_, signal) => network.open('memory://line', signal),
    clock,
    signal: new AbortController().signal,
  });
  if (askable.has(protocol)) expect(findings[0]?.protocol).toBe(protocol);
  else expect(findings).toEqual([]);
  // A display takes every character for text; detect.ts tells why that is borne.
  if (protocol !== 'cd5220') expect(seen(emulator.look())).toEqual(before);
});

/** A page printer of another language: prints what is no control code, line by line, and the rest when a job ends. */
async function askedOfStrangePrinter(
  address: string,
): Promise<Readonly<{ jobs: number; printed: string[] }>> {
  const clock = idleClock();
  const network = createMemoryNetwork();
  const printed: string[] = [];
  let jobs = 0;
  const ended: Promise<void>[] = [];
  network.listen('line', (line) => {
    jobs += 1;
    const job = (async () => {
      let held = '';
      const print = (): void => {
        if (held !== '') printed.push(held);
        held = '';
      };
      try {
        for await (const chunk of line.bytes) {
          for (const byte of chunk) {
            if (byte >= 0x20 && byte !== 0x7f) held += String.fromCharCode(byte);
            if (byte === 0x0a || byte === 0x0c || byte === 0x0d) print();
          }
        }
      } catch {
        // The connection ended: that ends the job.
      }
      print();
    })();
    ended.push(job);
  });
  const findings = await detect(address, null, {
    open: (_, signal) => network.open('memory://line', signal),
    clock,
    signal: new AbortController().signal,
  });
  expect(findings).toEqual([]);
  await Promise.all(ended);
  return { jobs, printed };
}

test.each([
  'tcp://10.0.0.9:9100',
  'tcp://10.0.0.9:9102',
  'tcp://10.0.0.9:515',
  'tcp://10.0.0.9:631',
  'usb:///dev/usb/lp0',
])('a printer of another language at %s prints nothing', async (address) => {
  expect(await askedOfStrangePrinter(address)).toEqual({ jobs: 1, printed: [] });
});

test('a strange printer that waits for the end of its job would print what other ports are asked', async () => {
  const { printed } = await askedOfStrangePrinter('tcp://10.0.0.9:4001');
  expect(printed.join()).toContain('0100');
});

test('no question, reply or thanks ends a line, feeds a page or begins an escape of a printer', () => {
  for (const { protocol, ask, thanks, reply } of probes) {
    const replied = reply?.(Buffer.from('12121212', 'hex')).say ?? [];
    for (const byte of [...ask, ...(thanks ?? []), ...replied]) {
      expect([protocol, [0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x1c, 0x1d].includes(byte)]).toEqual([
        protocol,
        false,
      ]);
    }
  }
});

const seen = (look: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(look).filter(([name]) => ofWork.test(name)));
