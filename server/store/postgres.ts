/** PostgreSQL: the database of many shops. */
import { type Dialect, PostgresAdapter, PostgresDialect } from 'kysely';
import pg from 'pg';
import { assert } from '../../domain/basics/assert.ts';
import type { Database } from './tables.ts';

/** OID of `bigint`; pg hands it over as text, since it may be larger than a number holds. Ours never are. */
const bigintOid = 20;

/** As many requests as work at a time (server/door/door.ts), and some for the console and upkeep. */
const connectionsMax = 16;

/** `postgres://user:password@host:port/database`. Connects when it is first used. */
export function postgres(connectionString: string): Dialect {
  const pool = new pg.Pool({
    connectionString,
    max: connectionsMax,
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
  return new ForwardPostgresDialect({ pool });
}

/** What only PostgreSQL has, such as partitions, asks this first. */
export function isPostgres(db: Pick<Database, 'getExecutor'>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}

/** Without Kysely's own lock, which belongs to a session and so does not pass PgBouncer; migrate.ts takes another. */
class UnlockedPostgresAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class ForwardPostgresDialect extends PostgresDialect {
  override createAdapter(): PostgresAdapter {
    return new UnlockedPostgresAdapter();
  }
}

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `${text} is more than a number holds`);
  return value;
}
