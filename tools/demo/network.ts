/** A cable that can be pulled: a TCP relay on loopback between the till and something it reaches by network. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export type Cable = Readonly<{
  /** Where the till connects instead. */
  port: number;
  plugged(): boolean;
  /** Ends every connection and refuses new ones until plugged in again. */
  pull(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}>;

/** Relays 127.0.0.1:`port` (a free one when 0) to 127.0.0.1:`targetPort`. */
export async function layCable(targetPort: number, port = 0): Promise<Cable> {
  const sockets = new Set<Socket>();
  let server: Server | null = await listen(port);
  const boundPort = portOf(server);

  function relay(near: Socket): void {
    const far = connect(targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      // A reset on one side is an ordinary end of the line for the other.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }

  function listen(at: number): Promise<Server> {
    return new Promise((resolve, reject) => {
      const listening = createServer(relay);
      listening.once('error', reject);
      listening.listen(at, '127.0.0.1', () => resolve(listening));
    });
  }

  async function pull(): Promise<void> {
    const closing = server;
    server = null;
    if (!closing) return;
    const closed = new Promise((resolve) => closing.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }

  return {
    port: boundPort,
    plugged: () => server !== null,
    pull,
    plug: async () => {
      server ??= await listen(boundPort);
    },
    close: pull,
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}
