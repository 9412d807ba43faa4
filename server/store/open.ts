/** Opens the database of the back office: SQLite for one shop, PostgreSQL for many. The rest of the code is the same. */
import { type Dialect, Kysely, sql } from 'kysely';
import { migrate } from './migrate.ts';
import { postgres } from './postgres.ts';
import { rememberFile } from './snapshot.ts';
import { sqlite } from './sqlite.ts';
import type { Database, Tables } from './tables.ts';

export type StoreOptions =
  | Readonly<{ sqliteFile: string }>
  /** `postgres://user:password@host:port/database`. */
  | Readonly<{ databaseUrl: string }>;

export type Store = Readonly<{ db: Database; close(): Promise<void> }>;

/** Opens and migrates. Throws an Error with a sentence where the database cannot be reached or is newer. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const db = new Kysely<Tables>({ dialect: dialectOf(options) });
  try {
    await reach(db);
    await migrate(db);
    if ('sqliteFile' in options) rememberFile(db, options.sqliteFile);
  } catch (cause) {
    await db.destroy();
    throw cause;
  }
  return { db, close: () => db.destroy() };
}

function dialectOf(options: StoreOptions): Dialect {
  if ('databaseUrl' in options) return postgres(options.databaseUrl);
  try {
    return sqlite(options.sqliteFile);
  } catch (cause) {
    throw new Error(`The database ${options.sqliteFile} cannot be opened: ${wordsOf(cause)}`, {
      cause,
    });
  }
}

async function reach(db: Database): Promise<void> {
  try {
    await sql`select 1`.execute(db);
  } catch (cause) {
    throw new Error(`The database cannot be reached: ${wordsOf(cause)}`, { cause });
  }
}

/** Several addresses that all refuse come as one error without a message. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause ? String(cause.code) : cause.name);
}
