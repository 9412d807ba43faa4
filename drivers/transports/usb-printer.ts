/**
 * Printers of the USB printer class, through the node that Linux' `usblp` gives them.
 *
 * The node is opened without blocking: a read that blocks would hold a thread of the process until the printer says
 * something, and neither closing the file nor pulling the plug would end it.
 */
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { sleep } from '../../domain/basics/clock.ts';
import type { PortInfo } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import { type Address, usbAddress } from '../address.ts';
import { systemClock } from '../deadline.ts';
import { findPort } from '../ports/find.ts';
import { usbPrintersOfSysfs } from '../ports/sysfs.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';
import { watchPath } from './watch-path.ts';

type UsbPrinterAddress = Extract<Address, { kind: 'usb-printer' }>;

/** Linux lets only this group open printers. */
const printerGroup = 'lp';
/** A status byte is seen this soon; a printer that pushes its status does so when somebody opens its cover. */
const readEveryMs = 20;
/** The printer's buffer is full, or its last packet is on the way. */
const writeEveryMs = 5;
/** `usblp` takes no more at once. */
const packetBytesMax = 8 * 1024;

/** Opens a printer. Throws `Problem`: `port-missing`, `port-ambiguous`, `port-busy`, `port-denied`. */
export async function openUsbPrinter(
  { port }: UsbPrinterAddress,
  signal: AbortSignal,
): Promise<Transport> {
  const name = typeof port === 'string' ? `usb://${port}` : usbAddress('usb', port);
  const path = typeof port === 'string' ? port : findPort(await listUsbPrinters(), port, name).path;
  // Windows gives such printers to its spooler, which neither reads nor tells their state.
  if (signal.aborted || process.platform !== 'linux') {
    throw new Problem('port-missing', { address: name });
  }
  const file = await open(path, constants.O_RDWR | constants.O_NONBLOCK).catch((error: unknown) => {
    throw openProblem(name, error);
  });
  return usbPrinterTransport(file, path, name);
}

/** None on systems other than Linux. */
export function listUsbPrinters(): Promise<PortInfo[]> {
  return usbPrintersOfSysfs();
}

function usbPrinterTransport(file: FileHandle, path: string, name: string): Transport {
  let paused = false;
  const queue = createByteQueue({
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
  });
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  let lost = false;
  const lose = (cause?: unknown): void => {
    lost = true;
    queue.end(gone(cause));
  };
  const stopWatch = watchPath(path, lose);
  const reading = (async () => {
    const buffer = new Uint8Array(packetBytesMax);
    while (!closed && !lost) {
      const read = paused ? 0 : await orWouldBlock(file.read(buffer, 0, buffer.length, null));
      if (read > 0) queue.push(buffer.slice(0, read));
      else await sleep(systemClock, readEveryMs);
    }
  })().catch(lose);
  return {
    bytes: queue.bytes,
    write: async (data) => {
      let left = data;
      while (left.length > 0) {
        if (closed || lost) throw gone();
        const packet = left.subarray(0, packetBytesMax);
        const written = await orWouldBlock(file.write(packet)).catch((error: unknown) => {
          lose(error);
          throw gone(error);
        });
        left = left.subarray(written);
        if (written === 0) await sleep(systemClock, writeEveryMs);
      }
    },
    close: async () => {
      if (closed) return;
      closed = true;
      stopWatch();
      queue.end();
      await reading;
      await file.close().catch(() => {});
    },
  };
}

/** Bytes moved; 0 where it would have to wait. */
async function orWouldBlock(
  io: Promise<{ bytesRead: number } | { bytesWritten: number }>,
): Promise<number> {
  try {
    const done = await io;
    return 'bytesRead' in done ? done.bytesRead : done.bytesWritten;
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

function openProblem(address: string, error: unknown): Problem {
  const code = codeOf(error);
  if (code === 'EBUSY') return new Problem('port-busy', { address }, error);
  if (code === 'EACCES' || code === 'EPERM') {
    return new Problem('port-denied', { address, group: printerGroup }, error);
  }
  return new Problem('port-missing', { address }, error);
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
