/** `npm run server`: the back office as a program. The only file here that asks the system for time and chance. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import type { Random } from '../domain/random.ts';
import { createBackOffice, type LogFault } from './app.ts';
import { ownCertificate, readCertificate } from './certificate.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { listenBackOffice } from './listen.ts';
import { openStore } from './store/open.ts';

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
  const certificate =
    certFile === undefined || keyFile === undefined
      ? await ownCertificate(data, clock)
      : readCertificate(certFile, keyFile);
  const store = await openStore(
    databaseUrl === undefined ? { sqliteFile: join(data, 'back-office.db') } : { databaseUrl },
  );
  const app = createBackOffice({ store, clock, random, logFault });
  const listening = await listenBackOffice({ app, clock, certificate, port });
  const kind = databaseUrl === undefined ? 'SQLite' : 'PostgreSQL';
  process.stdout.write(
    `Back office ready on https://localhost:${listening.port} (${kind}; certificate ${certificate.file})\n`,
  );
  const stop = () => {
    listening
      .close()
      .then(() => store.close())
      .then(() => process.exit(0), fail);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
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
