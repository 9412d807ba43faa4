/**
 * Items on their way in. `staged_items` holds what an import writes until all of it is there; the row of `item_imports`
 * then gets its version, and from that moment `catalogue` reads them, whatever of them stands in `items` by then.
 */
import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('item_imports')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'bigint', (column) => column.notNull())
    .addColumn('began_at', 'bigint', (column) => column.notNull())
    .addColumn('version', 'bigint')
    .addPrimaryKeyConstraint('item_imports_pk', ['store_id', 'id'])
    .execute();
  await db.schema
    .createTable('staged_items')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('sku', 'text', (column) => column.notNull())
    .addColumn('import_id', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('category', 'text', (column) => column.notNull())
    .addColumn('withdrawn', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('staged_items_pk', ['store_id', 'sku', 'import_id'])
    .execute();
  // What changed is read in pages, each beginning after the last number of its version.
  await db.schema.dropIndex('items_by_version').execute();
  await db.schema
    .createIndex('items_by_version')
    .on('items')
    .columns(['store_id', 'version', 'sku'])
    .execute();
  await sql`
    create view catalogue as
    select store_id, sku, version, body, words, category, withdrawn from items
    where not exists (
      select 1 from staged_items
      join item_imports on item_imports.store_id = staged_items.store_id
        and item_imports.id = staged_items.import_id
      where staged_items.store_id = items.store_id and staged_items.sku = items.sku
        and item_imports.version is not null)
    union all
    select staged_items.store_id, sku, item_imports.version, body, words, category, withdrawn
    from staged_items
    join item_imports on item_imports.store_id = staged_items.store_id
      and item_imports.id = staged_items.import_id
    where item_imports.version is not null`.execute(db);
}
