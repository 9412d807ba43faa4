/** Promotions, and what the console finds items by. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await promotions(db);
  await itemColumns(db as Kysely<Before>);
}

async function promotions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('promotions')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('promotions_pk', ['store_id', 'id'])
    .addForeignKeyConstraint('promotions_store', ['store_id'], 'stores', ['store_id'])
    .execute();
  await db.schema
    .createIndex('promotions_by_version')
    .on('promotions')
    .columns(['store_id', 'version'])
    .execute();
}

/** The table as this migration finds and leaves it. */
type Before = {
  items: {
    store_id: string;
    sku: string;
    body: string;
    words: string;
    category: string;
    withdrawn: number;
  };
};
type OldItem = {
  sku: string;
  barcode: string | null;
  pinyin: string;
  category: string;
  name: { zh: string; en: string };
  withdrawn: boolean;
};

async function itemColumns(db: Kysely<Before>): Promise<void> {
  await db.schema
    .alterTable('items')
    .addColumn('words', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .alterTable('items')
    .addColumn('category', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .alterTable('items')
    .addColumn('withdrawn', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  const rows = await db.selectFrom('items').select(['store_id', 'sku', 'body']).execute();
  for (const { store_id, sku, body } of rows) {
    const item = JSON.parse(body) as OldItem;
    await db
      .updateTable('items')
      .set({
        words: [item.sku, item.barcode ?? '', item.name.zh, item.name.en, item.pinyin]
          .join(' ')
          .toLowerCase(),
        category: item.category,
        withdrawn: item.withdrawn ? 1 : 0,
      })
      .where('store_id', '=', store_id)
      .where('sku', '=', sku)
      .execute();
  }
}
