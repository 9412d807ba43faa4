/**
 * `npm run move -- --from FILE --to URL`: a back office from SQLite into an empty PostgreSQL, whole or not at all.
 *
 * Both must have the tables of this version. Exit code 0: moved; 1: not moved, and why; 2: usage.
 */
import { parseArgs } from 'node:util';
import { migrations } from '../server/store/migrate.ts';
import { openStore } from '../server/store/open.ts';
import { say } from './exec.ts';
import { openSnapshot, type Snapshot } from './move/snapshot.ts';
import { type Moved, moveInto, type Progress } from './move/target.ts';

const usage = 'npm run move -- --from back-office.db --to postgres://user@host:port/database';

process.exitCode = await main(process.argv.slice(2));

async function main(argv: string[]): Promise<number> {
  const wanted = readArguments(argv);
  if (!wanted) {
    say(`Say what moves where: ${usage}`);
    return 2;
  }
  try {
    const moved = await move(wanted.from, wanted.to);
    for (const { table, rows, digest } of moved) {
      process.stdout.write(`${table.padEnd(24)}${String(rows).padStart(12)}  ${digest}\n`);
    }
    say('Moved and checked. Start the server with DATABASE_URL, and keep the file until it runs.');
    return 0;
  } catch (cause) {
    say(cause instanceof Error ? cause.message : String(cause));
    return 1;
  }
}

function readArguments(argv: string[]): { from: string; to: string } | null {
  try {
    const text = { type: 'string' } as const;
    const { from, to } = parseArgs({ args: argv, options: { from: text, to: text } }).values;
    return from && to && /^postgres(ql)?:\/\//.test(to) ? { from, to } : null;
  } catch {
    return null;
  }
}

async function move(from: string, to: string): Promise<Moved[]> {
  const snapshot = openSnapshot(from);
  try {
    checkVersion(snapshot);
    const store = await openStore({ databaseUrl: to });
    try {
      return await moveInto(store.db, snapshot, sayProgress());
    } finally {
      await store.close();
    }
  } finally {
    snapshot.close();
  }
}

function checkVersion({ migrations: theirs }: Snapshot): void {
  const ours = Object.keys(migrations).sort();
  const newer = theirs.find((name) => !ours.includes(name));
  if (newer !== undefined) throw new Error(`The file is of a newer version (${newer}) than this.`);
  if (theirs.length === ours.length) return;
  throw new Error('The file is of an older version: start the server of this version on it once.');
}

/** The first of each table, its end, and every tenth between. */
function sayProgress(): Progress {
  let said = '';
  return (table, done, of) => {
    const line = `${table}: ${of === 0 ? 100 : Math.floor((10 * done) / of) * 10} %`;
    if (line !== said) say(`${line} of ${of.toLocaleString('en')}`);
    said = line;
  };
}
