/**
 * PostgreSQL: `entries` becomes a table partitioned by month, with all its rows. SQLite keeps the table it has.
 *
 * A key of a partitioned table must hold what it is partitioned by, so here the key alone would let one `seq` stand under
 * two dates; docs/store.md says why it does not come to that.
 */
import { type Kysely, sql } from 'kysely';
import { makeMonth } from '../partitions.ts';
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
  for (const month of await monthsIn(db)) await makeMonth(db as unknown as Work, month);
  await sql`insert into entries select * from entries_before`.execute(db);
  await sql`drop table entries_before`.execute(db);
}

/** Months with entries, as far as the server's own clock saw them; what lies outside came from a till's wrong clock. */
async function monthsIn(db: Kysely<unknown>): Promise<string[]> {
  const { rows } = await sql<{ month: string }>`
    with seen as (
      select to_timestamp((select min(created_at) from stores) / 1000.0) as first,
             to_timestamp((select max(last_push_at) from tills) / 1000.0) as last
    )
    select distinct left(business_date, 7) as month from entries_before, seen
    where left(business_date, 7)
      between to_char(seen.first at time zone 'UTC' - interval '1 month', 'YYYY-MM')
      and to_char(seen.last at time zone 'UTC' + interval '1 month', 'YYYY-MM')
    order by month`.execute(db);
  return rows.map(({ month }) => month);
}
