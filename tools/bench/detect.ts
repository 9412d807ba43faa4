/**
 * "What is on these ports?" for eight ports at once: eight emulated PIN pads on ptys, asked as the bench asks an unknown
 * port, against opening and closing the same eight.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../drivers/deadline.ts';
import { detect } from '../../drivers/detection/detect.ts';
import { testMasterKey } from '../../drivers/emulators/keys.ts';
import { type Plug, ptyPlug } from '../../drivers/emulators/plug.ts';
import { PadEmulator } from '../../drivers/pin-pad/visa/emulator.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import { type Figure, spreadOf, timeEach } from './figures.ts';

const portsAtOnce = 8;

/** `count` rounds of each, in turn. */
export async function benchDetect(count: number): Promise<Figure> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const plugs = await Promise.all(
    Array.from({ length: portsAtOnce }, (_, index) => padAt(join(directory, `pad-${index}`))),
  );
  const addresses = plugs.map(({ address }) => address);
  try {
    const found: number[] = [];
    const opened: number[] = [];
    for (let round = -1; round < count; round += 1) {
      const [foundMs = 0] = await timeEach(1, 0, () => each(addresses, recognise));
      const [openedMs = 0] = await timeEach(1, 0, () => each(addresses, openAndClose));
      if (round < 0) continue;
      found.push(foundMs);
      opened.push(openedMs);
    }
    return {
      what: `Detection, ${portsAtOnce} ports at once`,
      unit: 'ms',
      value: spreadOf(found),
      floor: { what: 'opening and closing the same ports', value: spreadOf(opened) },
    };
  } finally {
    await Promise.all(plugs.map((plug) => plug.pull()));
    rmSync(directory, { recursive: true, force: true });
  }
}

function padAt(path: string): Promise<Plug> {
  const pad = new PadEmulator({
    clock: systemClock,
    masterKeys: { 0: testMasterKey },
    serialNumber: path,
    fault: () => 'none',
  });
  return ptyPlug(path, (line) => pad.attach(line));
}

const each = async (
  addresses: readonly string[],
  run: (address: string) => Promise<void>,
): Promise<void> => {
  await Promise.all(addresses.map(run));
};

async function recognise(address: string): Promise<void> {
  const { signal } = new AbortController();
  const ports = { open: openTransport, clock: systemClock, signal };
  const [finding] = await detect(address, null, ports);
  if (finding?.protocol !== 'visa')
    throw new Error(`${address}: ${finding?.protocol ?? 'nothing'}`);
}

async function openAndClose(address: string): Promise<void> {
  const transport = await openTransport(address, new AbortController().signal);
  await transport.close();
}
