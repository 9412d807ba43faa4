/** One server at a time makes tables, however many begin at once on one database. */
import { sql } from 'kysely';
import { isPostgres } from './postgres.ts';
import type { Work } from './tables.ts';

/** Any number that nobody else uses as an advisory lock in this database. */
const key = 7_655_001;

/** Waits for whoever else makes tables, and holds the others off until `work` ends, even if this process dies. */
export async function lockSchema(work: Work): Promise<void> {
  // In SQLite a transaction holds the whole file.
  if (isPostgres(work)) await sql`select pg_advisory_xact_lock(${sql.lit(key)})`.execute(work);
}
