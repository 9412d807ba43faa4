/**
 * Serial ports. The only file that imports `serialport`.
 *
 * Three listeners are always on, because the library falls silent or kills the process without them: `data` (an
 * unplugged port is noticed only while it is read), `error` (closing with a write under way emits one even when the
 * write's own callback had it) and `close`. See ../../docs/drivers.md, traps.
 */
import { SerialPort } from 'serialport';
import type { PortInfo } from '../../domain/devices/bench.ts';
import { Problem } from '../../domain/words/problem.ts';
import { type Address, usbAddress } from '../address.ts';
import { findPort } from '../ports/find.ts';
import { serialPortsOfSysfs } from '../ports/sysfs.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';
import { watchPath } from './watch-path.ts';

type SerialAddress = Extract<Address, { kind: 'serial' }>;

/** Linux lets only this group open serial ports. */
const serialGroup = 'dialout';

/** Opens a port. Throws `Problem`: `port-missing`, `port-ambiguous`, `port-busy`, `port-denied`. */
export async function openSerial(address: SerialAddress, signal: AbortSignal): Promise<Transport> {
  const { baudRate, dataBits, parity, stopBits } = address;
  const name = nameOf(address);
  const path = await pathOf(address, name);
  if (signal.aborted) throw new Problem('port-missing', { address: name });
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
  const transport = serialTransport(port, name);
  await opened(port, name, signal);
  return transport;
}

/**
 * Resolves once the port is open. Opening may take for ever (a modem line, a Bluetooth port): whoever gives up is let
 * go at once, and a port that opens later is closed again. Throws as `openSerial` does.
 */
function opened(port: SerialPort, name: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(new Problem('port-missing', { address: name }));
    signal.addEventListener('abort', onAbort, { once: true });
    port.open((error) => {
      signal.removeEventListener('abort', onAbort);
      if (signal.aborted && !error) port.close(() => {});
      if (error) reject(openProblem(name, error));
      else resolve();
    });
  });
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

function serialTransport(port: SerialPort, name: string): Transport {
  const queue = createByteQueue(port);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  let lost = false;
  port.on('data', (chunk: Buffer) => queue.push(chunk));
  port.on('error', (error) => {
    if (!closed && port.isOpen) queue.end(gone(error));
  });
  let stopWatch = (): void => {};
  port.on('open', () => {
    stopWatch = watchPath(port.path, () => {
      lost = true;
      queue.end(gone());
    });
  });
  port.on('close', (error: Error | null) => {
    stopWatch();
    queue.end(closed ? undefined : gone(error));
  });
  return {
    bytes: queue.bytes,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (closed || lost || !port.isOpen) {
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
