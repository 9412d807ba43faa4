/**
 * The cable between an emulated device and a till: a TCP port, or a pty that `socat` holds in front of one.
 *
 * Pulling it ends the connection and the address; pushing it back brings the same address.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { sleep } from '../../domain/basics/clock.ts';
import { systemClock } from '../deadline.ts';
import { socketTransport } from '../transports/tcp.ts';
import type { Transport } from '../transports/transport.ts';

export type Plug = Readonly<{
  address: string;
  pull(): Promise<void>;
  push(): Promise<void>;
  plugged(): boolean;
}>;

type OnConnect = (transport: Transport) => void;

/** On this machine only: an emulated pad knows keys, however well known. */
const loopback = '127.0.0.1';

/** On any free port unless one is wanted. */
export async function tcpPlug(onConnect: OnConnect, wantedPort = 0): Promise<Plug> {
  let sockets = new Set<Socket>();
  let server: Server | null = null;
  const listen = async (port: number): Promise<number> => {
    const listening = createServer((socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      onConnect(socketTransport(socket, `tcp://${loopback}`));
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen(port, loopback, resolve);
    });
    server = listening;
    return (listening.address() as AddressInfo).port;
  };
  const port = await listen(wantedPort);
  return {
    address: `tcp://${loopback}:${port}`,
    plugged: () => server !== null,
    pull: async () => {
      const closing = server;
      server = null;
      const closed = new Promise<void>((resolve) => {
        if (closing) closing.close(() => resolve());
        else resolve();
      });
      for (const socket of sockets) socket.destroy();
      sockets = new Set();
      await closed;
    },
    push: async () => {
      if (!server) await listen(port);
    },
  };
}

/** `link` is the path of the pty, as a till's configuration names it. Needs `socat`. */
export async function ptyPlug(link: string, onConnect: OnConnect): Promise<Plug> {
  const inner = await tcpPlug(onConnect);
  const pty = new Pty(link, inner.address.replace('tcp://', 'TCP:'));
  await pty.start();
  return {
    address: `serial://${link}`,
    plugged: () => pty.running(),
    pull: async () => {
      await pty.stop();
      await inner.pull();
    },
    push: async () => {
      await inner.push();
      await pty.start();
    },
  };
}

const linkWaitMs = 10;
const linkWaitsMax = 500;

/**
 * Owns a `socat` that holds a pty. It ends whenever the till closes its side, as a pty's far end does, and is started
 * again for as long as the plug is in.
 */
class Pty {
  readonly #link: string;
  readonly #target: string;
  #child: ChildProcess | null = null;
  #wanted = false;

  constructor(link: string, target: string) {
    this.#link = link;
    this.#target = target;
  }

  running(): boolean {
    return this.#wanted;
  }

  async start(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#spawn();
    for (let waits = 0; !existsSync(this.#link); waits += 1) {
      if (waits >= linkWaitsMax)
        throw new Error(`socat made no pty at ${this.#link}: is it installed?`);
      await sleep(systemClock, linkWaitMs);
    }
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    const child = this.#child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      // A polite end, so that socat removes its link.
      child.kill('SIGTERM');
      await exited;
    }
    await rm(this.#link, { force: true });
  }

  #spawn(): void {
    const child = spawn('socat', [`PTY,raw,echo=0,link=${this.#link}`, this.#target], {
      stdio: 'ignore',
    });
    this.#child = child;
    child.once('error', () => {
      // No socat on this machine: `start` says so once it has waited for the pty.
    });
    child.once('exit', () => {
      if (this.#wanted) this.#spawn();
    });
  }
}
