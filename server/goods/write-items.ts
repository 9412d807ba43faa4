/** The one place that writes items: what one cost until then is kept. */
import { allNames } from '../../domain/basics/names.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import { keyed } from '../changes/context.ts';
import { type Keyed, upsert } from '../changes/versioned.ts';
import type { Tables, Work } from '../store/tables.ts';

/** An item as its table has it, but for store and version. */
export type ItemColumns = Omit<Tables['items'], 'store_id' | 'version'>;

/** Throws ZodError where one is no item. */
export function itemRows(items: readonly Item[]): ItemColumns[] {
  return keyed(itemSchema, items, columnsOf) as unknown as ItemColumns[];
}

/** Adds and changes some hundred rows, in the transaction that made `version` the store's. */
export async function writeItems(
  work: Work,
  store: string,
  version: number,
  rows: readonly ItemColumns[],
): Promise<void> {
  await keepPrices(work, store, rows);
  await upsert(work, 'items', ['sku'], store, version, rows);
}

/** Of those that will cost something else. */
async function keepPrices(work: Work, store: string, next: readonly ItemColumns[]): Promise<void> {
  const now = new Map(next.map(({ sku, body }) => [sku, pricesOf(body)]));
  const rows = await work
    .selectFrom('items')
    .select(['sku', 'version', 'body'])
    .where('store_id', '=', store)
    .where('sku', 'in', [...now.keys()])
    .execute();
  const past = rows
    .map(({ sku, version, body }) => ({ store_id: store, sku, version, prices: pricesOf(body) }))
    .filter(({ sku, prices }) => prices !== now.get(sku));
  if (past.length === 0) return;
  await work
    .insertInto('past_prices')
    .values(past)
    .onConflict((conflict) => conflict.columns(['store_id', 'sku', 'version']).doNothing())
    .execute();
}

/** As `past_prices` has them, JSON. */
function pricesOf(body: string): string {
  const { priceMinor, prices } = JSON.parse(body) as Pick<Item, 'priceMinor' | 'prices'>;
  return JSON.stringify({ priceMinor, prices });
}

/** Its key, and what the console finds it by. */
function columnsOf({ sku, barcode, name, pinyin, category, withdrawn }: Item): Keyed {
  const words = [sku, barcode ?? '', ...allNames(name), pinyin].join(' ').toLowerCase();
  return { sku, words, category, withdrawn: withdrawn ? 1 : 0 };
}
