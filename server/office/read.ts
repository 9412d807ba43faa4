/** What is asked about stores and their tills. */
import type { Database, Tables } from '../store/tables.ts';

/** By id; all where `ids` is null. */
export function readStoreRows(
  db: Database,
  ids: readonly string[] | null,
): Promise<Pick<Tables['stores'], 'store_id' | 'settings'>[]> {
  return db
    .selectFrom('stores')
    .select(['store_id', 'settings'])
    .$if(ids !== null, (query) => query.where('store_id', 'in', ids ?? []))
    .orderBy('store_id')
    .execute();
}

export function findTillRow(db: Database, store: string, till: string) {
  return db
    .selectFrom('tills')
    .selectAll()
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
}

export function readTillRows(db: Database, store: string) {
  return db
    .selectFrom('tills')
    .selectAll()
    .where('store_id', '=', store)
    .orderBy('till_id')
    .execute();
}

export type TillName = Readonly<{ store: string; till: string; name: string }>;

/** Of all tills of these stores, by id. */
export async function readTillNames(db: Database, stores: readonly string[]): Promise<TillName[]> {
  if (stores.length === 0) return [];
  const rows = await db
    .selectFrom('tills')
    .select(['store_id', 'till_id', 'name'])
    .where('store_id', 'in', stores)
    .orderBy('store_id')
    .orderBy('till_id')
    .execute();
  return rows.map(({ store_id, till_id, name }) => ({ store: store_id, till: till_id, name }));
}

/** Till → what it is called. */
export async function tillNames(
  db: Database,
  tills: readonly Readonly<{ store: string; till: string }>[],
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('tills')
    .select(['till_id', 'name'])
    .where('store_id', 'in', [...new Set(tills.map(({ store }) => store))])
    .where('till_id', 'in', [...new Set(tills.map(({ till }) => till))])
    .execute();
  return new Map(rows.map(({ till_id, name }) => [till_id, name]));
}
