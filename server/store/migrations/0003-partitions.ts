/**
 * PostgreSQL: `entries` becomes a table partitioned by month, with all its rows. SQLite keeps the table it has.
 *
 * A key of a partitioned table must hold what it is partitioned by, so here the key alone would let one `seq` stand under
 * two dates; docs/store.md says why it does not come to that.
 */
import { type Kysely, sql } from 'kysely';
import { makeMonths } from '../partitions.ts';
import { isPostgres } from '../postgres.ts';
import type { Work } from '../tables.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isPostgres(db)) return;
  await sql`alter table entries rename to entries_before`.execute(db);
  await sql`alter table entries_before rename constraint entries_pk to entries_before_pk`.execute(
    db,
  );
  await sql`
    create table entries (like entries_before including defaults)
    partition by range (business_date)`.execute(db);
  await sql`
    alter table entries add constraint entries_pk
    primary key (store_id, till_id, seq, business_date)`.execute(db);
  await sql`create table entries_other partition of entries default`.execute(db);
  await makeMonths(db as unknown as Work, await seenIn(db));
  await sql`insert into entries select * from entries_before`.execute(db);
  await sql`drop table entries_before`.execute(db);
}

async function seenIn(db: Kysely<unknown>): Promise<Parameters<typeof makeMonths>[1]> {
  const months = await sql<{ month: string }>`
    select distinct left(business_date, 7) as month from entries_before`.execute(db);
  const times = await sql<{ first: number | null; last: number | null }>`
    select (select min(created_at) from stores) as first,
           (select max(last_push_at) from tills) as last`.execute(db);
  const { first = null, last = null } = times.rows[0] ?? {};
  return {
    held: months.rows.map(({ month }) => month),
    first: first ?? Number.NaN,
    last: last ?? Number.NaN,
  };
}
