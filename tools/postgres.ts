/** A real PostgreSQL for tests, simulations and benchmarks: Debian's, in a folder of its own, gone afterwards. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type Postgres = Readonly<{
  /** An empty database of its own; `postgres://…`. */
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
}>;

const installed = '/usr/lib/postgresql';

/** Where initdb and postgres are; null with a reason where they are not. */
export function findPostgres(): { bin: string } | { bin: null; reason: string } {
  const versions = existsSync(installed) ? readdirSync(installed) : [];
  const newest = versions
    .filter((version) => existsSync(join(installed, version, 'bin/initdb')))
    .sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined
    ? { bin: null, reason: `no PostgreSQL in ${installed} (apt-get install postgresql)` }
    : { bin: join(installed, newest, 'bin') };
}

/** Starts an empty server in `bin`. It syncs to disk as a real one does. */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-postgres-'));
  // PostgreSQL refuses to run as root; Debian's package brings an account for it.
  const asRoot = process.getuid?.() === 0;
  const run = (program: string, args: readonly string[]): [string, string[]] =>
    asRoot
      ? ['runuser', ['-u', 'postgres', '--', join(bin, program), ...args]]
      : [join(bin, program), [...args]];
  if (asRoot) {
    chmodSync(folder, 0o755);
    execFileSync('chown', ['postgres', folder]);
  }
  const data = join(folder, 'data');
  execFileSync(...run('initdb', ['-D', data, '-U', 'rollcall', '--auth=trust', '-E', 'UTF8']), {
    stdio: 'ignore',
    cwd: folder,
  });
  const port = await freePort();
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: folder };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(...run('postgres', ['-D', data, ...options]), {
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: folder,
  });
  let said = '';
  server.stderr.setEncoding('utf8');
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    server.stderr.on('data', (text: string) => {
      said += text;
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('close', () => reject(new Error(`PostgreSQL did not start:\n${said}`)));
  });
  const url = (database: string) => `postgres://rollcall@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    newDatabase: async () => {
      databases += 1;
      const name = `test_${databases}`;
      const client = new pg.Client({ connectionString: url('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    stop: async () => {
      // runuser passes on no signal: the postmaster is told by pg_ctl, and answers when it is down.
      execFileSync(...run('pg_ctl', ['stop', '-D', data, '-m', 'fast']), {
        stdio: 'ignore',
        cwd: folder,
      });
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
