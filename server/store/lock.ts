/** One server at a time makes tables, however many begin at once on one database, and however many serve from it. */
import { sql } from 'kysely';
import { isPostgres } from './postgres.ts';
import type { Database, Work } from './tables.ts';

/** Any number that nobody else uses as an advisory lock in this database. */
const key = 7_655_001;

/**
 * How long a table is waited for. Whoever holds another one and wants this is in a circle with us: shorter than
 * PostgreSQL takes to see that, so that it is we who give way, and shorter than a till that pushes would notice.
 */
const lockTimeout = '500ms';
const triesMax = 60;
/** Seconds; so long the others have the tables for themselves. */
const pause = 0.5;

/** `lock_not_available`, `deadlock_detected`. */
const gaveWay: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

/** Waits for whoever else makes tables, and holds the others off until `work` ends, even if this process dies. */
export async function lockSchema(work: Work): Promise<void> {
  // In SQLite a transaction holds the whole file.
  if (isPostgres(work)) await sql`select pg_advisory_xact_lock(${sql.lit(key)})`.execute(work);
}

/** Every table at once, before the first is changed: what is begun then waits for nobody. Throws what `gaveWay` names. */
export async function lockTables(work: Work): Promise<void> {
  if (!isPostgres(work)) return;
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relkind in ('r', 'p') and not relispartition and relname not like 'kysely%'
    and relnamespace = current_schema()::regnamespace order by 1`.execute(work);
  if (rows.length === 0) return;
  await sql`set local lock_timeout = ${sql.lit(lockTimeout)}`.execute(work);
  const tables = sql.join(rows.map(({ name }) => sql.id(name)));
  await sql`lock table ${tables} in access exclusive mode`.execute(work);
}

/** `change` in a transaction, again from the beginning where it gave way to others. */
export async function whileNobodyHolds(
  db: Database,
  change: (work: Work) => Promise<void>,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(change);
    } catch (cause) {
      const { code } = cause as { code?: unknown };
      if (!gaveWay.has(code) || tries === triesMax) throw cause;
      await sql`select pg_sleep(${sql.lit(pause)})`.execute(db);
    }
  }
}
