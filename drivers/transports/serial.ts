/**
 * Serial ports. The only file that imports `serialport`.
 *
 * Three listeners are always on, because the library falls silent or kills the process without them: `data` (an
 * unplugged port is noticed only while it is read), `error` (closing with a write under way emits one even when the
 * write's own callback had it) and `close`. See ../../docs/drivers.md, traps.
 */
import { SerialPort } from 'serialport';
import { Problem } from '../../domain/problems.ts';
import type { Address } from '../address.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';

type SerialAddress = Extract<Address, { kind: 'serial' }>;

/** Linux lets only this group open serial ports. */
const serialGroup = 'dialout';

/** Opens a port. Throws `Problem`: `port-missing`, `port-busy`, `port-denied`. */
export async function openSerial(address: SerialAddress, signal: AbortSignal): Promise<Transport> {
  const { path, baudRate, dataBits, parity, stopBits } = address;
  if (signal.aborted) throw new Problem('port-missing', { address: `serial://${path}` });
  const port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, autoOpen: false });
  const transport = serialTransport(port, `serial://${path}`);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openProblem(path, error)) : resolve()));
  });
  if (signal.aborted) {
    await transport.close();
    throw new Problem('port-missing', { address: `serial://${path}` });
  }
  return transport;
}

function serialTransport(port: SerialPort, name: string): Transport {
  const queue = createByteQueue(port);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  port.on('data', (chunk: Buffer) => queue.push(chunk));
  port.on('error', (error) => {
    if (!closed && port.isOpen) queue.end(gone(error));
  });
  port.on('close', (error: Error | null) => queue.end(closed ? undefined : gone(error)));
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
function openProblem(path: string, error: Error): Problem {
  const address = `serial://${path}`;
  if (/cannot lock|resource (busy|temporarily)|access denied|EBUSY/i.test(error.message)) {
    return new Problem('port-busy', { address }, error);
  }
  if (/permission denied|EACCES/i.test(error.message)) {
    return new Problem('port-denied', { address, group: serialGroup }, error);
  }
  return new Problem('port-missing', { address }, error);
}
