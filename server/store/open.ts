/** Opens the database of the back office: SQLite for one shop, PostgreSQL for many. The rest of the code is the same. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Dialect, Kysely, PostgresDialect, SqliteAdapter, SqliteDialect, sql } from 'kysely';
import pg from 'pg';
import { assert } from '../../domain/assert.ts';
import { migrate } from './migrate.ts';
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

/** SQLite can make tables in a transaction, whatever Kysely says of it: a crash leaves no half of a migration. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class TransactionalSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}

/** Another process, such as a backup, may hold the file for a moment. */
const busyMsMax = 5_000;

function sqlite(file: string): Dialect {
  mkdirSync(dirname(file), { recursive: true });
  const database = new Sqlite(file, { timeout: busyMsMax });
  database.pragma('journal_mode = WAL');
  // The library is compiled so that WAL alone means NORMAL: a power cut could then lose what was acknowledged.
  database.pragma('synchronous = FULL');
  assert(database.pragma('synchronous', { simple: true }) === 2, 'synchronous is not FULL');
  database.pragma('foreign_keys = ON');
  return new TransactionalSqliteDialect({ database });
}

/** OID of `bigint`; pg hands it over as text, since it may be larger than a number holds. Ours never are. */
const bigintOid = 20;

function postgres(connectionString: string): Dialect {
  const pool = new pg.Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: {
      getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
        oid === bigintOid
          ? safeInteger
          : pg.types.getTypeParser(oid, format)) as pg.CustomTypesConfig['getTypeParser'],
    },
  });
  // A connection that breaks while nobody uses it is replaced; without a listener it would end the process.
  pool.on('error', () => undefined);
  return new PostgresDialect({ pool });
}

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `${text} is more than a number holds`);
  return value;
}
