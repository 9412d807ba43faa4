/**
 * Long reading of one moment, while everybody else reads and writes on. In PostgreSQL any connection can; SQLite's one
 * connection serves all requests in turn, and a long transaction on it would keep them waiting.
 */
import { Kysely } from 'kysely';
import { sqliteReader } from './sqlite.ts';
import type { Database, Tables, Work } from './tables.ts';

const files = new WeakMap<Database, string>();

/** Told by whoever opens a SQLite file. */
export function rememberFile(db: Database, file: string): void {
  files.set(db, file);
}

/** `read` finds everything as it was when it first asked. It may take its time, and writes nothing. */
export async function atOneMoment<Result>(
  db: Database,
  read: (work: Work) => Promise<Result>,
): Promise<Result> {
  const file = files.get(db);
  if (file === undefined) {
    return db.transaction().setIsolationLevel('repeatable read').execute(read);
  }
  const reader = new Kysely<Tables>({ dialect: sqliteReader(file) });
  try {
    return await reader.transaction().execute(read);
  } finally {
    await reader.destroy();
  }
}
