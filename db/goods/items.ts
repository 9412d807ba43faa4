/** What the shop sells, as the back office says. Searching is in catalogue-search.ts. */
import { gramsOf } from '../../domain/basics/unit.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';
import { indexedWords } from './words.ts';

export type ItemRow = Readonly<{ body: string }>;

/** One transaction of this many keeps the WAL short and a crash cheap; the pull is repeated from its cursor. */
const chunkSize = 500;

/** Ranks of favourites are their place × this, so that two on the same place still have an order. */
const ranksPerPlace = 1_000;
/** From here on everything else, in the order it came. */
const firstPlainRank = 1_000_000_000;
const lastPlace = firstPlainRank / ranksPerPlace - 1;

/**
 * Adds and replaces items; one that is sold no longer comes as withdrawn. Writing the word index takes tens of
 * microseconds an item: give it a few hundred between two sales rather than all at once.
 */
export function applyItems(db: Writable, items: readonly Item[]): void {
  for (let start = 0; start < items.length; start += chunkSize) {
    db.transaction(() => {
      for (const item of items.slice(start, start + chunkSize)) applyItem(db, item);
    });
  }
}

/** The whole catalogue at once: an item that is not in the list was never one. */
export function replaceItems(db: Writable, items: readonly Item[]): void {
  const skus = new Set(items.map(({ sku }) => sku));
  const rows = db.all<{ rank: number; sku: string }>(sql`SELECT rank, sku FROM items`);
  db.transaction(() => {
    for (const { rank, sku } of rows) if (!skus.has(sku)) removeRow(db, rank);
  });
  applyItems(db, items);
}

/** The next items by number; null where one cannot be read, or is found by columns that are not those of its body. */
export function itemPage(
  db: Readable,
  after: string,
  limit: number,
): Readonly<{ sku: string; item: Item | null }>[] {
  return db
    .all<FoundBy & ItemRow>(
      sql`SELECT sku, barcode, pinyin, category, favourite, withdrawn, plu, body FROM items
          WHERE sku > ${after} ORDER BY sku LIMIT ${limit}`,
    )
    .map((row) => {
      const item = readItem(row.body);
      return { sku: row.sku, item: item && isFoundBy(row, foundBy(item)) ? item : null };
    });
}

/** All of them, the withdrawn too. */
export function countItems(db: Readable): number {
  return db.get<{ count: number }>(sql`SELECT count(*) AS count FROM items`)?.count ?? 0;
}

/** Also a withdrawn one, which cannot be sold but has a name; of two with the same code the one still sold. */
export function findByBarcode(db: Readable, gtin: string): Item | null {
  return toItem(
    db,
    db.get<ItemRow>(
      sql`SELECT body FROM items WHERE barcode = ${gtin} ORDER BY withdrawn, rank LIMIT 1`,
    ),
  );
}

export function findBySku(db: Readable, sku: string): Item | null {
  return toItem(db, db.get<ItemRow>(sql`SELECT body FROM items WHERE sku = ${sku}`));
}

/** `plu` is the five digits in the code that a shop scale prints. */
export function findByPlu(db: Readable, plu: string): Item | null {
  return toItem(
    db,
    db.get<ItemRow>(
      sql`SELECT body FROM items WHERE plu = ${plu} ORDER BY withdrawn, rank LIMIT 1`,
    ),
  );
}

export function favouriteItems(db: Readable): Item[] {
  return db
    .all<ItemRow>(
      sql`SELECT body FROM items WHERE favourite IS NOT NULL AND withdrawn = 0
          ORDER BY favourite, rank`,
    )
    .map((row) => parseItem(db, row));
}

/** Of these categories together; favourites first. */
export function itemsInCategories(
  db: Readable,
  categories: readonly string[],
  limit: number,
): Item[] {
  // One by one: the index gives those of one category in their order.
  return categories
    .flatMap((category) =>
      db.all<ItemRow & { rank: number }>(
        sql`SELECT rank, body FROM items WHERE category = ${category} AND withdrawn = 0
            ORDER BY rank LIMIT ${limit}`,
      ),
    )
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map((row) => parseItem(db, row));
}

function readItem(body: string): Item | null {
  try {
    return itemSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

export function parseItem(db: Readable, row: ItemRow): Item {
  return readStored(db.file, row.body, itemSchema.parse);
}

function toItem(db: Readable, row: ItemRow | undefined): Item | null {
  return row ? parseItem(db, row) : null;
}

function applyItem(db: Writable, item: Item): void {
  const body = JSON.stringify(item);
  const columns = foundBy(item);
  const old = db.get<FoundBy & { rank: number; body: string }>(
    sql`SELECT rank, sku, barcode, pinyin, category, favourite, withdrawn, plu, body FROM items
        WHERE sku = ${item.sku}`,
  );
  if (old?.body === body && isFoundBy(old, columns)) return;
  if (old) removeRow(db, old.rank);
  const rank = rankOf(db, item, old?.rank ?? null);
  const { sku, barcode, pinyin, category, favourite, withdrawn, plu } = columns;
  db.run(
    sql`INSERT INTO items (rank, sku, barcode, pinyin, category, favourite, withdrawn, plu, body)
        VALUES (${rank}, ${sku}, ${barcode}, ${pinyin}, ${category}, ${favourite}, ${withdrawn},
                ${plu}, ${body})`,
  );
  if (!item.withdrawn) {
    db.run(sql`INSERT INTO item_words (rowid, words) VALUES (${rank}, ${indexedWords(item)})`);
  }
}

type FoundBy = Readonly<{
  sku: string;
  barcode: string | null;
  pinyin: string;
  category: string;
  favourite: number | null;
  withdrawn: number;
  plu: string | null;
}>;

/** What stands in columns of its own. */
function foundBy({ sku, barcode, pinyin, category, favourite, withdrawn, unit }: Item): FoundBy {
  const plu = gramsOf(unit) === null ? null : sku.slice(-5);
  return { sku, barcode, pinyin, category, favourite, withdrawn: withdrawn ? 1 : 0, plu };
}

function isFoundBy(row: FoundBy, columns: FoundBy): boolean {
  const names = Object.keys(columns) as (keyof FoundBy)[];
  return names.every((name) => row[name] === columns[name]);
}

function removeRow(db: Writable, rank: number): void {
  db.run(sql`DELETE FROM items WHERE rank = ${rank}`);
  db.run(sql`DELETE FROM item_words WHERE rowid = ${rank}`);
}

/** Keeps the old rank where it still fits, so that results do not change their order under the cashier's finger. */
function rankOf(db: Readable, item: Item, old: number | null): number {
  if (item.favourite !== null) {
    const first = Math.min(item.favourite, lastPlace) * ranksPerPlace;
    const last = first + ranksPerPlace - 1;
    if (old !== null && old >= first && old <= last) return old;
    const next = freeRank(db, first, last);
    if (next <= last) return next;
  }
  if (old !== null && old >= firstPlainRank) return old;
  return freeRank(db, firstPlainRank, Number.MAX_SAFE_INTEGER);
}

function freeRank(db: Readable, first: number, last: number): number {
  const row = db.get<{ rank: number | null }>(
    sql`SELECT max(rank) AS rank FROM items WHERE rank BETWEEN ${first} AND ${last}`,
  );
  return row?.rank ? row.rank + 1 : first;
}
