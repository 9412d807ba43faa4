/**
 * "What is on these ports?" for eight ports at once: emulated devices of five protocols on ptys, asked as the bench asks
 * an unknown port, against the slowest of them alone. Nearly all of it is waiting for the answers that devices of other
 * protocols do not give.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Protocol } from '../../domain/devices/verbs.ts';
import { systemClock } from '../../drivers/deadline.ts';
import { detect } from '../../drivers/detection/detect.ts';
import { type Plug, ptyPlug } from '../../drivers/emulators/plug.ts';
import { emulators } from '../../drivers/emulators/registry.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import { type Figure, spreadOf, timeEach } from './figures.ts';

const behind = [
  'visa',
  'visa',
  'zvt',
  'zvt',
  'transbank',
  'transbank',
  'escpos',
  'toledo-scale',
] as const satisfies readonly Protocol[];

/** `count` rounds of each, in turn. */
export async function benchDetect(count: number): Promise<Figure> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const plugs = await Promise.all(
    behind.map((protocol, index) => deviceAt(protocol, join(directory, String(index)))),
  );
  const addresses = plugs.map(({ address }) => address);
  try {
    const found: number[] = [];
    const alone: number[] = [];
    for (let round = 0; round < count; round += 1) {
      const [foundMs = 0] = await timeEach(1, 0, () => each(addresses, recognise));
      const [aloneMs = 0] = await timeEach(1, 0, () =>
        recognise(addresses.at(-1) ?? '', behind.length - 1),
      );
      found.push(foundMs);
      alone.push(aloneMs);
    }
    return {
      what: `Detection, ${behind.length} ports at once`,
      unit: 'ms',
      value: spreadOf(found),
      floor: { what: `the ${behind.at(-1)} alone`, value: spreadOf(alone) },
    };
  } finally {
    await Promise.all(plugs.map((plug) => plug.pull()));
    rmSync(directory, { recursive: true, force: true });
  }
}

function deviceAt(protocol: Protocol, path: string): Promise<Plug> {
  const random = { bytes: (count: number) => randomBytes(count) };
  const emulator = emulators[protocol]?.({ clock: systemClock, random, fault: () => 'none' });
  if (!emulator) throw new Error(`no emulator of ${protocol}`);
  return ptyPlug(path, (line) => emulator.attach(line));
}

const each = async (
  addresses: readonly string[],
  run: (address: string, index: number) => Promise<void>,
): Promise<void> => {
  await Promise.all(addresses.map(run));
};

async function recognise(address: string, index: number): Promise<void> {
  const { signal } = new AbortController();
  const ports = { open: openTransport, clock: systemClock, signal };
  const [finding] = await detect(address, null, ports);
  if (finding?.protocol !== behind[index]) {
    throw new Error(`${behind[index]} was taken for ${finding?.protocol ?? 'nothing'}`);
  }
}
