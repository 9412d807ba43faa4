/** What the stores sell, and what is cheaper for a while. */

import { sql } from 'kysely';
import { readCode } from '../../domain/goods/code.ts';
import { type Item, itemSchema } from '../../domain/goods/item.ts';
import { type Promotion, promotionSchema } from '../../domain/prices/promotion.ts';
import { type AdminContext, keyed, versioned } from '../changes/context.ts';
import { changeSeen, type Seen } from '../changes/seen.ts';
import { findVersioned, upsert } from '../changes/versioned.ts';
import type { Work } from '../store/tables.ts';
import { catalogueMark, importItems, settleItem, wholeCatalogue } from './import-items.ts';
import { itemsBySku } from './read.ts';
import { itemRows, writeItems } from './write-items.ts';

/** What of a catalogue somebody looks for; items come by their numbers, after `after`. */
export type ItemSearch = Readonly<{
  text: string | null;
  category: string | null;
  withdrawn: boolean;
  after: string;
  limit: number;
}>;

export type CatalogueAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putItems(store: string, items: readonly Item[]): Promise<void>;
  /** The same, unless the catalogue is not the one of `mark` any more: then false. `also` happens with it. */
  putItemsSeen(
    store: string,
    items: readonly Item[],
    mark: string,
    also?: (work: Work) => Promise<void>,
  ): Promise<boolean>;
  /** Changes with every change of an item. */
  catalogueMark(store: string): Promise<string>;
  allItems(store: string): Promise<Item[]>;
  searchItems(store: string, search: ItemSearch): Promise<Item[]>;
  findItem(store: string, sku: string): Promise<Seen<Item> | null>;
  /** Which of these there are, the withdrawn too. */
  knownSkus(store: string, skus: readonly string[]): Promise<ReadonlySet<string>>;
  /** The item that is sold under this barcode. */
  findByBarcode(store: string, barcode: string): Promise<Item | null>;
  /** False where it is not as it was `seen` any more. */
  changeItem(store: string, item: Item, seen: number | null): Promise<boolean>;

  putPromotions(store: string, promotions: readonly Promotion[]): Promise<void>;
  /** The newest first. */
  promotions(store: string): Promise<Seen<Promotion>[]>;
  findPromotion(store: string, id: string): Promise<Seen<Promotion> | null>;
  changePromotion(store: string, promotion: Promotion, seen: number | null): Promise<boolean>;
}>;

export function createCatalogueAdmin(context: AdminContext): CatalogueAdmin {
  return { ...items(context), ...promotions(context) };
}

function items(context: AdminContext) {
  const { db } = context;
  return {
    putItems: async (store, list) => {
      await importItems(context, store, list, null);
    },
    putItemsSeen: (store, list, mark, also) => importItems(context, store, list, mark, also),
    catalogueMark: (store) => catalogueMark(db, store),
    allItems: (store) =>
      wholeCatalogue(db, store, async (work) => {
        const all: Item[] = [];
        for await (const page of itemsBySku(work, store)) all.push(...page);
        return all;
      }),
    searchItems: async (store, { text, category, withdrawn, after, limit }) => {
      const rows = await db
        .selectFrom('catalogue')
        .select(['sku', 'body'])
        .where('store_id', '=', store)
        .where('sku', '>', after)
        .where('withdrawn', '=', withdrawn ? 1 : 0)
        .$if(category !== null, (query) => query.where('category', '=', category ?? ''))
        .$if(text !== null, (query) =>
          query.where(({ or }) =>
            or(
              searched(text ?? '').map(
                (one) => sql<boolean>`words like ${likePattern(one)} escape '~'`,
              ),
            ),
          ),
        )
        .orderBy('sku')
        .limit(limit)
        .execute();
      return rows.map(toItem);
    },
    findItem: async (store, sku) => {
      const row = await findVersioned(db, 'catalogue', store, { sku });
      return row && { value: toItem(row), version: row.version };
    },
    knownSkus: async (store, skus) => {
      if (skus.length === 0) return new Set<string>();
      const rows = await db
        .selectFrom('catalogue')
        .select('sku')
        .where('store_id', '=', store)
        .where('sku', 'in', skus)
        .execute();
      return new Set(rows.map(({ sku }) => sku));
    },
    findByBarcode: async (store, barcode) => {
      const rows = await db
        .selectFrom('catalogue')
        .select('body')
        .where('store_id', '=', store)
        .where('withdrawn', '=', 0)
        .where('words', 'like', `%${barcode}%`)
        .execute();
      return rows.map(toItem).find((item) => item.barcode === barcode) ?? null;
    },
    changeItem: (store, item, seen) =>
      versioned(db, store, async (work, version) => {
        const found = await findVersioned(work, 'catalogue', store, { sku: item.sku });
        if ((found?.version ?? null) !== seen) return false;
        await settleItem(work, store, item.sku);
        await writeItems(work, store, version, itemRows([item]));
        return true;
      }),
  } satisfies Partial<CatalogueAdmin>;
}

function promotions({ db }: AdminContext) {
  const parse = (row: Readonly<{ version: number; body: string }>): Seen<Promotion> => ({
    value: promotionSchema.parse(JSON.parse(row.body)),
    version: row.version,
  });
  return {
    putPromotions: (store, list) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(promotionSchema, list, ({ id }) => ({ id }));
        return upsert(work, 'promotions', ['id'], store, version, rows);
      }),
    promotions: async (store) => {
      const rows = await db
        .selectFrom('promotions')
        .select(['version', 'body'])
        .where('store_id', '=', store)
        .execute();
      return rows.map(parse).sort((a, b) => (a.value.from < b.value.from ? 1 : -1));
    },
    findPromotion: async (store, id) => {
      const row = await findVersioned(db, 'promotions', store, { id });
      return row && parse(row);
    },
    changePromotion: (store, promotion, seen) => {
      const body = JSON.stringify(promotionSchema.parse(promotion));
      return changeSeen(db, store, 'promotions', { id: promotion.id }, { body }, seen);
    },
  } satisfies Partial<CatalogueAdmin>;
}

/** What was typed, and the barcodes that it may be as a code: the catalogue keeps them in one form. */
function searched(text: string): string[] {
  const read = readCode(text);
  return [text, ...(read.kind === 'goods' ? read.barcodes : [])];
}

/** Somewhere within; what LIKE takes for something else is meant as it stands. */
function likePattern(text: string): string {
  return `%${text.toLowerCase().replace(/[~%_]/g, '~$&')}%`;
}

function toItem({ body }: Readonly<{ body: string }>): Item {
  return itemSchema.parse(JSON.parse(body));
}
