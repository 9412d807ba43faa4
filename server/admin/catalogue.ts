/** What the stores sell, and what is cheaper for a while. */
import { type Item, itemSchema } from '../../domain/catalogue.ts';
import { type Promotion, promotionSchema } from '../../domain/promotion.ts';
import { type Keyed, upsert } from '../store/versioned.ts';
import { type AdminContext, keyed, versioned } from './context.ts';

export type CatalogueAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putItems(store: string, items: readonly Item[]): Promise<void>;
  putPromotions(store: string, promotions: readonly Promotion[]): Promise<void>;
}>;

export function createCatalogueAdmin({ db }: AdminContext): CatalogueAdmin {
  return {
    putItems: (store, items) =>
      versioned(db, store, (work, version) =>
        upsert(work, 'items', ['sku'], store, version, keyed(itemSchema, items, itemColumns)),
      ),
    putPromotions: (store, promotions) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(promotionSchema, promotions, ({ id }) => ({ id }));
        return upsert(work, 'promotions', ['id'], store, version, rows);
      }),
  };
}

/** Its key, and what the console finds it by. */
function itemColumns({ sku, barcode, name, pinyin, category, withdrawn }: Item): Keyed {
  const words = [sku, barcode ?? '', name.zh, name.en, pinyin].join(' ').toLowerCase();
  return { sku, words, category, withdrawn: withdrawn ? 1 : 0 };
}
