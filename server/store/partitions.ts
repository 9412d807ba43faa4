/**
 * The journal's months in PostgreSQL: `entries` is partitioned by range of `business_date`, a month each, so that an old
 * month can be taken away whole. SQLite keeps one table.
 *
 * Months are made before they are needed. What belongs to none of them, such as the entries of a till whose clock is
 * years off, is kept in `entries_other`, and moves when its month is made.
 */
import { sql } from 'kysely';
import { lockSchema } from './lock.ts';
import { isPostgres } from './postgres.ts';
import type { Database, Work } from './tables.ts';

/** How many months are there before they begin. */
const monthsAhead = 3;

/** Whoever reads `entries_other` right now is not waited for any longer than this: tomorrow is soon enough. */
const lockTimeout = '5s';

/** Makes the months around `now`, milliseconds UTC, that are missing. Safe from several servers at once. */
export async function keepMonthsAhead(db: Database, now: number): Promise<void> {
  if (!isPostgres(db)) return;
  const wanted = monthsAround(now);
  if ((await missing(db, wanted)).length === 0) return;
  await db.transaction().execute(async (work) => {
    await lockSchema(work);
    await sql`set local lock_timeout = ${sql.lit(lockTimeout)}`.execute(work);
    for (const month of await missing(work, wanted)) await makeMonth(work, month);
  });
}

/**
 * Makes the months of `held`, `YYYY-MM`, that a server which ran from `first` to `last`, milliseconds UTC by its own
 * clock, may have seen. The others came from the wrong clock of a till.
 */
export async function makeMonths(
  work: Work,
  { held, first, last }: Readonly<{ held: readonly string[]; first: number; last: number }>,
): Promise<void> {
  if (!Number.isFinite(first) || !Number.isFinite(last)) return;
  const [from, until] = [monthAfter(monthOf(first), -1), monthAfter(monthOf(last), 1)];
  const seen = held.filter((month) => from <= month && month <= until);
  for (const month of await missing(work, seen.sort())) await makeMonth(work, month);
}

/** Makes the partition of `month` and moves there what `entries_other` has of it. */
async function makeMonth(work: Work, month: string): Promise<void> {
  const table = sql.id(tableOf(month));
  const from = sql.lit(`${month}-01`);
  const until = sql.lit(`${monthAfter(month, 1)}-01`);
  await sql`create table ${table} (like entries including all)`.execute(work);
  // Attached, not made as a partition: that would hold up every push. Only odd dates wait here.
  await sql`lock table entries_other in access exclusive mode`.execute(work);
  await sql`
    with moved as (
      delete from entries_other where business_date >= ${from} and business_date < ${until}
      returning *
    )
    insert into ${table} select * from moved`.execute(work);
  await sql`
    alter table entries attach partition ${table}
    for values from (${from}) to (${until})`.execute(work);
}

async function missing(db: Database, months: readonly string[]): Promise<string[]> {
  // From the catalogue itself: `to_regclass` may remember what there was before the lock.
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class
    where relname = any(${months.map(tableOf)}::text[])
    and relnamespace = current_schema()::regnamespace`.execute(db);
  const there = new Set(rows.map(({ relname }) => relname));
  return months.filter((month) => !there.has(tableOf(month)));
}

/** From the month before `now`, for tills that come back from a holiday, to `monthsAhead`. */
function monthsAround(now: number): string[] {
  const month = monthOf(now);
  return Array.from({ length: monthsAhead + 2 }, (_, index) => monthAfter(month, index - 1));
}

/** `YYYY-MM` in UTC. */
function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7);
}

function monthAfter(month: string, count: number): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count)).toISOString().slice(0, 7);
}

function tableOf(month: string): string {
  return `entries_${month.replace('-', '_')}`;
}
