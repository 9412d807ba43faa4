/** What the stores sell. */
import { type Item, itemSchema } from '../../domain/catalogue.ts';
import { upsert } from '../store/versioned.ts';
import { type AdminContext, keyed, versioned } from './context.ts';

export type CatalogueAdmin = Readonly<{
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putItems(store: string, items: readonly Item[]): Promise<void>;
}>;

export function createCatalogueAdmin({ db }: AdminContext): CatalogueAdmin {
  return {
    putItems: (store, items) =>
      versioned(db, store, (work, version) => {
        const rows = keyed(itemSchema, items, ({ sku }) => ({ sku }));
        return upsert(work, 'items', ['sku'], store, version, rows);
      }),
  };
}
