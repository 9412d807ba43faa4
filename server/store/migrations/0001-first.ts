/** The first tables. `store_id` leads every key. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await stores(db);
  await journals(db);
  await pulled(db);
}

async function stores(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('stores')
    .addColumn('store_id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('settings', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('release_version', 'text')
    .addColumn('release_mandatory', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('tills')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text')
    .addColumn('enrolled_at', 'bigint')
    .addColumn('head_seq', 'bigint', (column) => column.notNull())
    .addColumn('head_hash', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('sign_in', 'text')
    .addColumn('last_push_at', 'bigint')
    .addColumn('last_pull_at', 'bigint')
    .addColumn('refusal', 'text')
    .addPrimaryKeyConstraint('tills_pk', ['store_id', 'till_id'])
    .addForeignKeyConstraint('tills_store', ['store_id'], 'stores', ['store_id'])
    .execute();
  await db.schema
    .createTable('enrolment_codes')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addColumn('used_by', 'text')
    .addPrimaryKeyConstraint('enrolment_codes_pk', ['store_id', 'code_hash'])
    .addForeignKeyConstraint('enrolment_codes_till', ['store_id', 'till_id'], 'tills', [
      'store_id',
      'till_id',
    ])
    .execute();
  // A till that joins does not know its store yet: the code is all it has.
  await db.schema
    .createIndex('enrolment_codes_by_code')
    .on('enrolment_codes')
    .column('code_hash')
    .execute();
}

async function journals(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('entries')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('prev', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entries_pk', ['store_id', 'till_id', 'seq'])
    .execute();
  await db.schema
    .createTable('put_aside')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('put_aside_pk', ['store_id', 'till_id', 'seq'])
    .execute();
  await db.schema
    .createTable('day_totals')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('totals', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('day_totals_pk', ['store_id', 'till_id', 'business_date'])
    .execute();
  await db.schema
    .createTable('sales')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('till_id', 'text', (column) => column.notNull())
    .addColumn('business_date', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('number', 'bigint', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('operator', 'text')
    .addColumn('pieces', 'bigint', (column) => column.notNull())
    .addColumn('total_minor', 'bigint', (column) => column.notNull())
    .addColumn('tenders', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('sales_pk', ['store_id', 'till_id', 'business_date', 'seq'])
    .execute();
}

/** Everything the server owns and a till pulls: one shape, found by key and by version. */
async function pulled(db: Kysely<unknown>): Promise<void> {
  const keys = { items: ['sku'], operators: ['number'], devices: ['till_id', 'device'] };
  for (const [table, key] of Object.entries(keys)) {
    let create = db.schema
      .createTable(table)
      .addColumn('store_id', 'text', (column) => column.notNull());
    for (const column of key) create = create.addColumn(column, 'text', (built) => built.notNull());
    await create
      .addColumn('version', 'bigint', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}_pk`, ['store_id', ...key] as never[])
      .addForeignKeyConstraint(`${table}_store`, ['store_id'], 'stores', ['store_id'])
      .execute();
    await db.schema
      .createIndex(`${table}_by_version`)
      .on(table)
      .columns(['store_id', 'version'])
      .execute();
  }
}
