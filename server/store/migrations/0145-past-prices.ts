/** What items cost before a change: the prices of a sale are held against those that there were. */
import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../postgres.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('past_prices')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('prices', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('past_prices_pk', ['store_id', 'sku', 'version'])
    .execute();
  await db.schema
    .alterTable('stores')
    .addColumn('prices_since', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  // What items cost until now nobody has kept: a till that was told before this is not judged by it.
  const now = isPostgres(db as never)
    ? sql`(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql`unixepoch() * 1000`;
  await sql`update stores set prices_since = ${now}`.execute(db);
}
