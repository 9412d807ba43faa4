/** What the shop sells, as the back office says. Searching is in catalogue-search.ts. */
import { type Category, type Item, itemSchema } from '../../domain/goods/item.ts';
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

/** Favourites first. */
export function itemsInCategory(db: Readable, category: Category, limit: number): Item[] {
  return db
    .all<ItemRow>(
      sql`SELECT body FROM items WHERE category = ${category} AND withdrawn = 0
          ORDER BY rank LIMIT ${limit}`,
    )
    .map((row) => parseItem(db, row));
}

export function parseItem(db: Readable, row: ItemRow): Item {
  return readStored(db.file, row.body, itemSchema.parse);
}

function toItem(db: Readable, row: ItemRow | undefined): Item | null {
  return row ? parseItem(db, row) : null;
}

function applyItem(db: Writable, item: Item): void {
  const body = JSON.stringify(item);
  const old = db.get<{ rank: number; body: string }>(
    sql`SELECT rank, body FROM items WHERE sku = ${item.sku}`,
  );
  if (old?.body === body) return;
  if (old) {
    db.run(sql`DELETE FROM items WHERE rank = ${old.rank}`);
    db.run(sql`DELETE FROM item_words WHERE rowid = ${old.rank}`);
  }
  const rank = rankOf(db, item, old?.rank ?? null);
  const plu = item.unit === 'kg' ? item.sku.slice(-5) : null;
  db.run(
    sql`INSERT INTO items (rank, sku, barcode, pinyin, category, favourite, withdrawn, plu, body)
        VALUES (${rank}, ${item.sku}, ${item.barcode}, ${item.pinyin}, ${item.category},
                ${item.favourite}, ${item.withdrawn ? 1 : 0}, ${plu}, ${body})`,
  );
  if (!item.withdrawn) {
    db.run(sql`INSERT INTO item_words (rowid, words) VALUES (${rank}, ${indexedWords(item)})`);
  }
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
