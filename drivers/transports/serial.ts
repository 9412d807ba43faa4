/**
 * Serial ports. The only file that imports `serialport`.
 *
 * Three listeners are always on, because the library falls silent or kills the process without them: `data` (an
 * unplugged port is noticed only while it is read), `error` (closing with a write under way emits one even when the
 * write's own callback had it) and `close`. See ../../docs/drivers.md, traps.
 */
import { lstatSync, statSync } from 'node:fs';
import { SerialPort } from 'serialport';
import type { PortInfo } from '../../domain/contract/bench.ts';
import { Problem } from '../../domain/problems.ts';
import { type Address, usbAddress } from '../address.ts';
import { systemClock } from '../deadline.ts';
import { findPort } from '../ports/find.ts';
import { serialPortsOfSysfs } from '../ports/sysfs.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';

type SerialAddress = Extract<Address, { kind: 'serial' }>;

/** Linux lets only this group open serial ports. */
const serialGroup = 'dialout';

/** A port that went without a `close`, as happens on a busy machine, is noticed this soon. */
const lookMs = 500;

/** Opens a port. Throws `Problem`: `port-missing`, `port-ambiguous`, `port-busy`, `port-denied`. */
export async function openSerial(address: SerialAddress, signal: AbortSignal): Promise<Transport> {
  const { baudRate, dataBits, parity, stopBits } = address;
  const name = nameOf(address);
  const path = await pathOf(address, name);
  if (signal.aborted) throw new Problem('port-missing', { address: name });
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
  const transport = serialTransport(port, name);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openProblem(name, error)) : resolve()));
  });
  if (signal.aborted) {
    await transport.close();
    throw new Problem('port-missing', { address: name });
  }
  return transport;
}

const nameOf = ({ port }: SerialAddress): string =>
  typeof port === 'string' ? `serial://${port}` : usbAddress('serial', port);

/** Looked up at every opening: COM numbers and ttyACM numbers change with the socket and the order of plugging. */
async function pathOf({ port }: SerialAddress, name: string): Promise<string> {
  return typeof port === 'string' ? port : findPort(await listSerialPorts(), port, name).path;
}

/** What is there to be opened. Ptys are never listed. */
export async function listSerialPorts(): Promise<PortInfo[]> {
  if (process.platform === 'linux') return serialPortsOfSysfs();
  return (await SerialPort.list()).map((port) => {
    const vendorId = hexOf(port.vendorId);
    const productId = hexOf(port.productId);
    const serialNumber = port.serialNumber || null;
    const address =
      vendorId === null || productId === null
        ? `serial://${port.path}`
        : usbAddress('serial', { vendorId, productId, serialNumber });
    return {
      kind: 'serial' as const,
      address,
      path: port.path,
      vendorId,
      productId,
      serialNumber,
      manufacturer: port.manufacturer || null,
      product: null,
      usagePage: null,
      usage: null,
    };
  });
}

/** The library gives ids as hex text, or leaves them out. */
function hexOf(text: string | undefined): number | null {
  return text && /^[0-9a-fA-F]{1,4}$/.test(text) ? Number.parseInt(text, 16) : null;
}

/**
 * What stands at `path` now; null where nothing does. The system may give the number of what went to what comes next,
 * so a link counts by its own birth too. COM ports are no files and always answer the same.
 */
function deviceAt(path: string): string | null {
  if (process.platform === 'win32') return path;
  try {
    const { dev, ino } = statSync(path);
    const link = lstatSync(path);
    const linkBirth = link.isSymbolicLink() ? `${link.ino} ${link.ctimeMs}` : '';
    return `${dev}:${ino} ${linkBirth}`;
  } catch {
    return null;
  }
}

/** Calls `onGone` once when another device, or none, stands at `path`. The returned function ends the watch. */
function watchPath(path: string, onGone: () => void): () => void {
  const opened = deviceAt(path);
  let cancel = (): void => {};
  const look = (): void => {
    if (deviceAt(path) !== opened) onGone();
    else cancel = systemClock.after(lookMs, look);
  };
  cancel = systemClock.after(lookMs, look);
  return () => cancel();
}

function serialTransport(port: SerialPort, name: string): Transport {
  const queue = createByteQueue(port);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  port.on('data', (chunk: Buffer) => queue.push(chunk));
  port.on('error', (error) => {
    if (!closed && port.isOpen) queue.end(gone(error));
  });
  let stopWatch = (): void => {};
  port.on('open', () => {
    stopWatch = watchPath(port.path, () => queue.end(gone()));
  });
  port.on('close', (error: Error | null) => {
    stopWatch();
    queue.end(closed ? undefined : gone(error));
  });
  return {
    bytes: queue.bytes,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (closed || !port.isOpen) {
          reject(gone());
          return;
        }
        const onClose = (): void => reject(gone());
        port.once('close', onClose);
        port.write(Buffer.from(data), (error) => {
          port.removeListener('close', onClose);
          if (error) reject(gone(error));
          else resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        const wasClosed = closed;
        closed = true;
        stopWatch();
        queue.end();
        if (wasClosed || !port.isOpen) {
          resolve();
          return;
        }
        port.close(() => resolve());
      }),
  };
}

/** The library throws plain errors; their words are all there is to tell them apart. */
function openProblem(address: string, error: Error): Problem {
  if (/cannot lock|resource (busy|temporarily)|access denied|EBUSY/i.test(error.message)) {
    return new Problem('port-busy', { address }, error);
  }
  if (/permission denied|EACCES/i.test(error.message)) {
    return new Problem('port-denied', { address, group: serialGroup }, error);
  }
  return new Problem('port-missing', { address }, error);
}
