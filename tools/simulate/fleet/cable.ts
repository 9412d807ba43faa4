/** The line between the fleet and the back office: a real TCP relay that is cut in the middle now and then. */
import { connect, createServer, type Socket } from 'node:net';
import type { SeededRandom } from '../random.ts';

export type Cable = Readonly<{
  port: number;
  /** Lines that were cut so far. */
  cuts(): number;
  close(): Promise<void>;
}>;

/** Cut somewhere within so many bytes, either way: in a handshake, a request, or an answer. */
const cutBytesMax = 12_000;

/** Relays to `port()` of this machine and cuts a `share` of all connections. */
export async function layCable(
  options: Readonly<{ port: () => number; share: number; random: SeededRandom }>,
): Promise<Cable> {
  const { port, share, random } = options;
  const open = new Set<Socket>();
  let cuts = 0;
  const server = createServer((near) => {
    const far = connect(port(), '127.0.0.1');
    const both = [near, far];
    const end = (): void => {
      for (const socket of both) {
        socket.destroy();
        open.delete(socket);
      }
    };
    let left = random.chance(share) ? random.integer(0, cutBytesMax) : Number.POSITIVE_INFINITY;
    const count = (bytes: Buffer): void => {
      left -= bytes.length;
      if (left > 0) return;
      left = Number.POSITIVE_INFINITY;
      cuts += 1;
      end();
    };
    for (const socket of both) {
      open.add(socket);
      socket.on('data', count).on('error', end).on('close', end);
    }
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
