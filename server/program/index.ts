/** `npm run server`: the back office as a program. The only file here that asks the system for time and chance. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { toHex } from '../../domain/journal/chain.ts';
import { writeWhole } from '../basics/whole-file.ts';
import { openStore } from '../store/open.ts';
import { createBackOffice, type LogFault } from './app.ts';
import { startBackground } from './background.ts';
import { ownCertificate, readCertificate } from './certificate.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { listenBackOffice } from './listen.ts';

const clock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
const random: Random = { bytes: (count) => randomBytes(count) };

const logFault: LogFault = ({ reference, path, cause }) => {
  const error = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  process.stderr.write(`${JSON.stringify({ at: clock.now(), reference, path, error })}\n`);
};

async function start(environment: Environment): Promise<void> {
  const { port, data, databaseUrl, certFile, keyFile } = environment;
  // Hashes of PINs, the console's key and every journal: of this user alone, whatever the service's umask.
  process.umask(0o077);
  keepPrivate(data);
  const certificate =
    certFile === undefined || keyFile === undefined
      ? await ownCertificate(data, clock)
      : readCertificate(certFile, keyFile);
  const store = await openStore(
    databaseUrl === undefined ? { sqliteFile: join(data, 'back-office.db') } : { databaseUrl },
  );
  const background = await startBackground({ store, clock, random }, logFault);
  const consoleKey = environment.consoleKey ?? keptConsoleKey(data);
  const { publicOrigin } = environment;
  const app = createBackOffice({
    ...{ store, clock, random, consoleKey, logFault, reviewer: background.reviewer },
    ...(publicOrigin === undefined ? {} : { publicOrigin }),
  });
  const listening = await listenBackOffice({ app, clock, certificate, port });
  const stop = () => {
    listening
      .close()
      .then(() => background.stop())
      .then(() => store.close())
      .then(() => process.exit(0), fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const kind = databaseUrl === undefined ? 'SQLite' : 'PostgreSQL';
  process.stdout.write(
    `Back office ready on https://localhost:${listening.port} (${kind}; certificate ${certificate.file})\n`,
  );
}

/** The folder, and what an older version left readable in it; SQLite's own files take the modes of the database. */
function keepPrivate(data: string): void {
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  for (const name of readdirSync(data)) {
    const file = join(data, name);
    if (statSync(file).isFile()) chmodSync(file, 0o600);
  }
}

/** Made at the first start and shown that once. */
function keptConsoleKey(data: string): string {
  const file = join(data, 'console-key');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const key = toHex(random.bytes(16));
  mkdirSync(data, { recursive: true });
  writeWhole(file, `${key}\n`);
  process.stdout.write(
    `Key for the first account of the web page, at /setup; kept in ${file}: ${key}\n`,
  );
  return key;
}

function fail(cause: unknown): void {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
}

try {
  await start(readEnvironment(process.env));
} catch (cause) {
  fail(cause);
}
