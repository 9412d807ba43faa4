/** Gives the back office a socket. Always TLS: PIN hashes and takings cross it. */
import { createServer, type Server } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Clock } from '../../domain/basics/clock.ts';

export type ListenOptions = Readonly<{
  app: Hono;
  clock: Clock;
  /** PEM. */
  certificate: Readonly<{ cert: string; key: string }>;
  /** 0 takes a free one. */
  port: number;
  /** All addresses of the machine where absent. */
  host?: string;
  /** What differs from the usual one. */
  patience?: Partial<Patience>;
}>;

export type Listening = Readonly<{
  port: number;
  /** Lets running requests finish, for two seconds at most. */
  close(): Promise<void>;
}>;

/** How long somebody may take, in ms, before the connection is cut. */
export type Patience = Readonly<{
  handshake: number;
  head: number;
  /** Head and body together. Longer than a till goes on sending over a bad line; see main/machine/https-exchange.ts. */
  request: number;
  /** Nothing comes or goes. */
  silence: number;
}>;

const usualPatience: Patience = {
  handshake: 10_000,
  head: 15_000,
  request: 200_000,
  silence: 30_000,
};
/** Ours have a dozen, a browser's two dozen. */
const headersMax = 64;
const graceMs = 2_000;

/** Throws an Error with a sentence where the port is taken or forbidden. */
export async function listenBackOffice(options: ListenOptions): Promise<Listening> {
  const { app, certificate, port, host, clock } = options;
  const patience = { ...usualPatience, ...options.patience };
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer,
    serverOptions: {
      ...{ cert: certificate.cert, key: certificate.key },
      minVersion: 'TLSv1.2',
      handshakeTimeout: patience.handshake,
      headersTimeout: patience.head,
      requestTimeout: patience.request,
      connectionsCheckingInterval: Math.min(5_000, patience.head),
    },
  }) as Server;
  server.setTimeout(patience.silence);
  server.maxHeadersCount = headersMax;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotListen(port, cause)));
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return { port: bound, close: () => closeGently(server, clock) };
}

function closeGently(server: Server, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const stopWaiting = clock.after(graceMs, () => server.closeAllConnections());
    server.close(() => {
      stopWaiting();
      resolve();
    });
    server.closeIdleConnections();
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): Error {
  const why = {
    EADDRINUSE: `Port ${port} is already in use. Stop the other program, or set ROLLCALL_SERVER_PORT.`,
    EACCES: `Port ${port} may not be used by this account. Set ROLLCALL_SERVER_PORT to 1024 or more.`,
  }[cause.code ?? ''];
  return new Error(why ?? `Port ${port} cannot be opened: ${cause.message}`, { cause });
}
