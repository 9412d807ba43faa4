/** Categories are the shop's own: stores begin with the seven that there were. */
import type { Kysely } from 'kysely';

type Before = {
  stores: { store_id: string; version: number };
  categories: { store_id: string; id: string; version: number; body: string };
};

/** As they were when this was written. */
const seven = [
  ['drinks', '饮料', 'Drinks', 'blue'],
  ['produce', '果蔬', 'Produce', 'pine'],
  ['staples', '粮油', 'Staples', 'amber'],
  ['fresh', '生鲜', 'Fresh', 'pine'],
  ['snacks', '零食', 'Snacks', 'amber'],
  ['household', '日化', 'Household', 'blue'],
  ['tobacco-alcohol', '烟酒', 'Alcohol', 'plum'],
] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('categories')
    .addColumn('store_id', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('version', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('categories_pk', ['store_id', 'id'])
    .addForeignKeyConstraint('categories_store', ['store_id'], 'stores', ['store_id'])
    .execute();
  const shops = db as Kysely<Before>;
  await shops
    .updateTable('stores')
    .set((is) => ({ version: is('version', '+', 1) }))
    .execute();
  const stores = await shops.selectFrom('stores').select(['store_id', 'version']).execute();
  const rows = stores.flatMap(({ store_id, version }) =>
    seven.map(([id, zh, en, colour], index) => {
      const place = { order: index + 1, parent: null, withdrawn: false };
      const body = JSON.stringify({ id, name: { zh, en }, colour, ...place });
      return { store_id, id, version, body };
    }),
  );
  if (rows.length > 0) await shops.insertInto('categories').values(rows).execute();
}
