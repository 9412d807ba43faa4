/** Changes of secrets that stand in a till's journal: what it may tell of a person's new one. */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('secret_changes')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('number', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text')
    .addColumn('signed_in', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('secret_changes_pk', ['store_id', 'till_id', 'number', 'seq'])
    .execute();
  // Their secrets may still be on the way; the entries of those tills carry no hash.
  await sql`
    insert into secret_changes (store_id, till_id, number, seq, at, hash, signed_in)
    select store_id, till_id, operator, seq, at, null, 1 from entries
    where kind = 'secret-changed' and operator is not null`.execute(db);
}
