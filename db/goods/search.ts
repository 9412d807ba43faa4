/**
 * Finding an item by what a cashier types: characters of its name, the first letters of its pinyin, the beginning of
 * an English word, the beginning of its code. Favourites come first.
 *
 * The word index answers in the order of its rowids, which are the items' ranks: asking it for relevance costs ten
 * times as much.
 */
import type { Item } from '../../domain/goods/item.ts';
import type { Readable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { type ItemRow, parseItem } from './items.ts';
import { matchQuery, plainLetters } from './words.ts';

/** Fewer digits of a code fit half the catalogue. */
const codeDigitsMin = 3;

/** At most `limit` items that are still sold. Nothing for text without a letter or digit. */
export function searchItems(db: Readable, text: string, limit: number): Item[] {
  const query = matchQuery(text);
  if (query === null) return [];
  const typed = plainLetters(text).trim();
  const found = [
    ...(/^\d+$/.test(typed) && typed.length >= codeDigitsMin ? byCode(db, typed, limit) : []),
    ...(/^[a-z0-9]+$/.test(typed) ? byPinyin(db, typed, limit) : []),
    ...byWords(db, query, limit),
  ].map((row) => parseItem(db, row));
  const items = [...new Map(found.map((item) => [item.sku, item])).values()];
  const place = (item: Item) => item.favourite ?? Number.POSITIVE_INFINITY;
  // Each road gives its own favourites first; this keeps that true of all of them together.
  return items.sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b))).slice(0, limit);
}

function byWords(db: Readable, query: string, limit: number): ItemRow[] {
  return db.all<ItemRow>(
    sql`SELECT items.body FROM item_words JOIN items ON items.rank = item_words.rowid
        WHERE item_words MATCH ${query} ORDER BY item_words.rowid LIMIT ${limit}`,
  );
}

function byPinyin(db: Readable, prefix: string, limit: number): ItemRow[] {
  // The character after `z`: every pinyin that begins with the prefix is below it.
  const end = `${prefix}{`;
  const favourites = db.all<ItemRow>(
    sql`SELECT body FROM items INDEXED BY items_favourite
        WHERE favourite IS NOT NULL AND withdrawn = 0 AND pinyin >= ${prefix} AND pinyin < ${end}
        ORDER BY favourite LIMIT ${limit}`,
  );
  const others = db.all<ItemRow>(
    sql`SELECT body FROM items INDEXED BY items_by_pinyin
        WHERE withdrawn = 0 AND pinyin >= ${prefix} AND pinyin < ${end}
        ORDER BY pinyin, rank LIMIT ${limit}`,
  );
  return [...favourites, ...others];
}

function byCode(db: Readable, prefix: string, limit: number): ItemRow[] {
  // The character after `9`.
  const end = `${prefix}:`;
  const bySku = db.all<ItemRow>(
    sql`SELECT body FROM items WHERE sku >= ${prefix} AND sku < ${end} AND withdrawn = 0
        ORDER BY sku LIMIT ${limit}`,
  );
  const byBarcode = db.all<ItemRow>(
    sql`SELECT body FROM items WHERE barcode >= ${prefix} AND barcode < ${end} AND withdrawn = 0
        ORDER BY barcode LIMIT ${limit}`,
  );
  return [...bySku, ...byBarcode];
}
