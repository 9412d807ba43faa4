/** Every question of detection put to every emulated device: it is found for what it is, and nothing happens to it. */
import { expect, test } from 'vitest';
import type { Protocol } from '../../../../domain/contract/devices.ts';
import { detect } from '../../../../drivers/detection/detect.ts';
import { probes } from '../../../../drivers/detection/probes.ts';
import { emulators } from '../../../../drivers/emulators/registry.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { fastClock } from '../../../helpers/fast-clock.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';

const names = Object.keys(emulators) as Protocol[];
const onALine = names.filter((name) => !/^(hid|magtek|idtech)/.test(name));
const askable = new Set<string>(probes.map(({ protocol }) => protocol));
/** An eye may see that something was asked (a serial terminal's state line); never that something was done. */
const ofWork = /display|paper|receipts|drawer|weight|books|wants|transactions|printed|buffer/;

const addresses = ['serial:///dev/ttyUSB0', 'memory://line'];
const cases = onALine.flatMap((protocol) =>
  addresses.map((address) => [protocol, address] as const),
);

test.each(cases)('%s at %s', async (protocol, address) => {
  const clock = fastClock(100);
  const network = createMemoryNetwork();
  const emulator = emulators[protocol]?.({
    clock,
    random: seededRandom('detection'),
    fault: () => 'none',
  });
  if (!emulator) throw new Error(`no emulator of ${protocol}`);
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

const seen = (look: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(look).filter(([name]) => ofWork.test(name)));
