/**
 * The PIN pad's connection test (message 11) through the driver's link to the emulated pad, against raw serialport and
 * an echo of as many bytes, over the same kind of line: a pty that socat holds in front of a TCP port.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SerialPort } from 'serialport';
import { systemClock } from '../../drivers/deadline.ts';
import { startEmulators } from '../../drivers/emulators/index.ts';
import { ptyPlug } from '../../drivers/emulators/plug.ts';
import { encodeTill } from '../../drivers/pin-pad/visa/codec-till.ts';
import { Link } from '../../drivers/pin-pad/visa/link.ts';
import { createTap } from '../../drivers/tap.ts';
import { openTransport } from '../../drivers/transports/open.ts';
import type { Transport } from '../../drivers/transports/transport.ts';
import { type Figure, spreadOf, timeEach } from './figures.ts';

const baudRate = 9600;
const request = Buffer.from(encodeTill({ kind: 'connectionTest' }));
/** The pad answers with ACK and EOT. */
const answerBytes = 2;
const warmup = 50;

type Line = Readonly<{ exchange(): Promise<void>; close(): Promise<void> }>;

/** `count` round trips of each, in turn. */
export async function benchPad(count: number): Promise<Figure> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const pad = await padLine(directory);
  const raw = await rawLine(directory);
  try {
    const tests: number[] = [];
    const echoes: number[] = [];
    for (let index = -warmup; index < count; index += 1) {
      const [testMs = 0] = await timeEach(1, 0, pad.exchange);
      const [echoMs = 0] = await timeEach(1, 0, raw.exchange);
      if (index < 0) continue;
      tests.push(testMs);
      echoes.push(echoMs);
    }
    return {
      what: 'PIN pad connection test, driver and emulator',
      unit: 'ms',
      value: spreadOf(tests),
      floor: { what: 'raw serialport, as many bytes echoed', value: spreadOf(echoes) },
    };
  } finally {
    await raw.close();
    await pad.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function padLine(directory: string): Promise<Line> {
  const emulators = await startEmulators({ directory, pty: true, clock: systemClock });
  const address = emulators.devices.find(({ device }) => device === 'pin-pad')?.address;
  if (!address) throw new Error('no PIN pad among the emulators');
  const { signal } = new AbortController();
  const transport = await openTransport(`${address}?baud=${baudRate}`, signal);
  const tap = createTap(systemClock);
  const link = new Link({ device: 'pin-pad', transport, clock: systemClock, tap });
  return {
    exchange: async () => {
      await link.send({ kind: 'connectionTest' }, signal);
      await link.end(signal);
    },
    close: async () => {
      await transport.close();
      await emulators.close();
    },
  };
}

async function rawLine(directory: string): Promise<Line> {
  const path = join(directory, 'echo');
  const plug = await ptyPlug(path, (far) => {
    // It ends with the line, which is no news.
    echo(far).catch(() => undefined);
  });
  const port = new SerialPort({ path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(error) : resolve()));
  });
  let missing = 0;
  let done = (): void => {};
  port.on('data', (chunk: Buffer) => {
    missing -= chunk.length;
    if (missing === 0) done();
  });
  return {
    exchange: () =>
      new Promise((resolve) => {
        missing = answerBytes;
        done = resolve;
        port.write(request);
      }),
    close: async () => {
      await new Promise((resolve) => port.close(resolve));
      await plug.pull();
    },
  };
}

async function echo(line: Transport): Promise<void> {
  let heard = 0;
  for await (const chunk of line.bytes) {
    for (heard += chunk.length; heard >= request.length; heard -= request.length) {
      await line.write(request.subarray(0, answerBytes));
    }
  }
}
