/** The server's table of entries with its key and its durability, and nothing else of it: floors of a push. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import type { ExportedEntry } from '../../domain/journal/chain.ts';

export type PlainTable = Readonly<{
  /** In one transaction; how long it took, in ms, once the rows were ready. */
  insert(entries: readonly ExportedEntry[]): Promise<number>;
  close(): Promise<void>;
}>;

const table = `CREATE TABLE entries (store_id TEXT, till_id TEXT, seq BIGINT, id TEXT, at BIGINT, business_date TEXT,
  operator TEXT, kind TEXT, body TEXT, prev TEXT, hash TEXT, PRIMARY KEY (store_id, till_id, seq));`;

/** SQLite, by one prepared statement. */
export function plainTable(file: string): PlainTable {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(table);
  const statement = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const insert = db.transaction((rows: readonly Row[]) => {
    for (const row of rows) statement.run(row);
  });
  return {
    insert: async (entries) => {
      const rows = entries.map(rowOf);
      const begun = performance.now();
      insert(rows);
      return performance.now() - begun;
    },
    close: async () => {
      db.close();
    },
  };
}

/** PostgreSQL, by `COPY` through its own client in `bin`. */
export async function copyTable(bin: string, databaseUrl: string): Promise<PlainTable> {
  const psql = spawn(join(bin, 'psql'), ['--no-psqlrc', '--quiet', databaseUrl], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(psql, 'close');
  const said = createInterface({ input: psql.stdout })[Symbol.asyncIterator]();
  const run = async (script: string): Promise<void> => {
    psql.stdin.write(`${script}\n\\echo done\n`);
    if ((await said.next()).done) throw new Error('psql ended');
  };
  await run(table);
  return {
    insert: async (entries) => {
      const lines = entries.map((entry) => rowOf(entry).map(copyText).join('\t')).join('\n');
      const begun = performance.now();
      await run(`COPY entries FROM STDIN;\n${lines}\n\\.`);
      return performance.now() - begun;
    },
    close: async () => {
      psql.stdin.end();
      await ended;
    },
  };
}

type Row = readonly (string | number | null)[];

function rowOf(entry: ExportedEntry): Row {
  const { till, seq, id, at, businessDate, operator, kind, body, prev, hash } = entry;
  const text = JSON.stringify(body);
  return ['store', till, seq, id, at, businessDate, operator, kind, text, prev, hash];
}

/** The text format of `COPY`. A body is JSON: it holds no line end and no tab, but backslashes. */
function copyText(value: string | number | null): string {
  return value === null ? '\\N' : String(value).replaceAll('\\', '\\\\');
}
