/** TCP: printers, and acquirers. The only file that imports `node:net` for a client. */
import { connect, type Socket } from 'node:net';
import { Problem } from '../../domain/words/problem.ts';
import type { Address } from '../address.ts';
import { createByteQueue } from './byte-queue.ts';
import type { Transport } from './transport.ts';

/** A cut cable sends no FIN; probes find out within minutes even where nobody writes. */
const keepAliveMs = 15_000;

/** Opens a connection. Throws `Problem` `port-missing` when nobody answers there, or the caller gave up. */
export function openTcp(
  address: Extract<Address, { kind: 'tcp' }>,
  signal: AbortSignal,
): Promise<Transport> {
  const name = `tcp://${address.host}:${address.port}`;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new Problem('port-missing', { address: name }));
      return;
    }
    const socket = connect({ host: address.host, port: address.port });
    const fail = (cause?: unknown): void => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      reject(new Problem('port-missing', { address: name }, cause));
    };
    const onAbort = (): void => fail();
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', fail);
    socket.once('connect', () => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener('error', fail);
      resolve(socketTransport(socket, name));
    });
  });
}

/** A connected socket as a transport; emulators use it for the device's side. */
export function socketTransport(socket: Socket, name: string): Transport {
  const queue = createByteQueue(socket);
  const gone = (cause?: unknown): Problem => new Problem('device-gone', { address: name }, cause);
  let closed = false;
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveMs);
  socket.on('data', (chunk) => queue.push(chunk));
  socket.on('error', (error) => queue.end(gone(error)));
  // A far side that only stops sending has nothing more to say to a driver either.
  socket.on('end', () => socket.destroy());
  socket.on('close', () => queue.end(closed ? undefined : gone()));
  return {
    bytes: queue.bytes,
    write: (data) =>
      new Promise((resolve, reject) => {
        if (closed || socket.destroyed) {
          reject(gone());
          return;
        }
        const onClose = (): void => reject(gone());
        socket.once('close', onClose);
        socket.write(data, (error) => {
          socket.removeListener('close', onClose);
          if (error) reject(gone(error));
          else resolve();
        });
      }),
    close: () =>
      new Promise((resolve) => {
        closed = true;
        queue.end();
        if (socket.closed) {
          resolve();
          return;
        }
        socket.once('close', () => resolve());
        socket.destroy();
      }),
  };
}
