/** The one place that writes items: what one cost until then is kept. */
import { allNames } from '../../domain/basics/names.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import { keyed } from '../changes/context.ts';
import { type Keyed, upsert } from '../changes/versioned.ts';
import type { Work } from '../store/tables.ts';

/** Rows of one query: far below what either database binds. */
const pageRows = 500;

/** Adds and changes, in the transaction that made `version` the store's. Throws ZodError where one is no item. */
export async function writeItems(
  work: Work,
  store: string,
  version: number,
  items: readonly Item[],
): Promise<void> {
  for (let from = 0; from < items.length; from += pageRows) {
    const page = items.slice(from, from + pageRows);
    await keepPrices(work, store, page);
    await upsert(work, 'items', ['sku'], store, version, keyed(itemSchema, page, columnsOf));
  }
}

/** Of those that will cost something else. */
async function keepPrices(work: Work, store: string, items: readonly Item[]): Promise<void> {
  const now = new Map(items.map((item) => [item.sku, pricesOf(item)]));
  const rows = await work
    .selectFrom('items')
    .select(['sku', 'version', 'body'])
    .where('store_id', '=', store)
    .where('sku', 'in', [...now.keys()])
    .execute();
  const past = rows
    .map(({ sku, version, body }) => ({
      store_id: store,
      sku,
      version,
      prices: pricesOf(JSON.parse(body)),
    }))
    .filter(({ sku, prices }) => prices !== now.get(sku));
  if (past.length === 0) return;
  await work
    .insertInto('past_prices')
    .values(past)
    .onConflict((conflict) => conflict.columns(['store_id', 'sku', 'version']).doNothing())
    .execute();
}

/** As `past_prices` has them, JSON. */
function pricesOf({ priceMinor, prices }: Pick<Item, 'priceMinor' | 'prices'>): string {
  return JSON.stringify({ priceMinor, prices });
}

/** Its key, and what the console finds it by. */
function columnsOf({ sku, barcode, name, pinyin, category, withdrawn }: Item): Keyed {
  const words = [sku, barcode ?? '', ...allNames(name), pinyin].join(' ').toLowerCase();
  return { sku, words, category, withdrawn: withdrawn ? 1 : 0 };
}
