/** Stores, their settings, and the release their tills should run. */
import { createHash } from 'node:crypto';
import type { Pulled } from '../../domain/contract/sync.ts';
import { type StoreSettings, storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { makeCode } from '../basics/spoken-code.ts';
import { type AdminContext, versioned } from '../changes/context.ts';
import { beginWithCategories } from '../goods/categories.ts';
import { together } from '../store/transaction.ts';

export type StoresAdmin = Readonly<{
  /** Answers the store's id. */
  createStore(settings: StoreSettings): Promise<string>;
  stores(): Promise<{ store: string; settings: StoreSettings }[]>;
  putSettings(store: string, settings: StoreSettings): Promise<void>;
  /** False where the settings are not those of `mark` any more; see settingsMark. */
  changeSettings(store: string, settings: StoreSettings, mark: string): Promise<boolean>;
  /** Null withdraws the notice. */
  publishRelease(store: string, release: Pulled['release']): Promise<void>;
  release(store: string): Promise<Pulled['release']>;
}>;

export function createStoresAdmin({ db, clock, random }: AdminContext): StoresAdmin {
  return {
    createStore: async (settings) => {
      const store = `s${makeCode(random).replace('-', '').toLowerCase()}`;
      await together(db, async (work) => {
        await work
          .insertInto('stores')
          .values({
            store_id: store,
            settings: JSON.stringify(storeSettingsSchema.parse(settings)),
            version: 1,
            release_version: null,
            release_mandatory: 0,
            created_at: clock.now(),
          })
          .execute();
        await beginWithCategories(work, store);
      });
      return store;
    },
    stores: async () => {
      const rows = await db.selectFrom('stores').selectAll().orderBy('store_id').execute();
      return rows.map(({ store_id, settings }) => ({
        store: store_id,
        settings: storeSettingsSchema.parse(JSON.parse(settings)),
      }));
    },
    putSettings: (store, settings) =>
      versioned(db, store, async (work) => {
        await work
          .updateTable('stores')
          .set({ settings: JSON.stringify(storeSettingsSchema.parse(settings)) })
          .where('store_id', '=', store)
          .execute();
      }),
    changeSettings: (store, settings, mark) =>
      versioned(db, store, async (work) => {
        const row = await work
          .selectFrom('stores')
          .select('settings')
          .where('store_id', '=', store)
          .executeTakeFirstOrThrow();
        const now = storeSettingsSchema.parse(JSON.parse(row.settings));
        if (settingsMark(now) !== mark) return false;
        await work
          .updateTable('stores')
          .set({ settings: JSON.stringify(storeSettingsSchema.parse(settings)) })
          .where('store_id', '=', store)
          .execute();
        return true;
      }),
    publishRelease: (store, release) =>
      versioned(db, store, async (work) => {
        await work
          .updateTable('stores')
          .set({
            release_version: release?.version ?? null,
            release_mandatory: release?.mandatory ? 1 : 0,
          })
          .where('store_id', '=', store)
          .execute();
      }),
    release: async (store) => {
      const row = await db
        .selectFrom('stores')
        .select(['release_version', 'release_mandatory'])
        .where('store_id', '=', store)
        .executeTakeFirst();
      if (!row || row.release_version === null) return null;
      return { version: row.release_version, mandatory: row.release_mandatory === 1 };
    },
  };
}

/** Changes with every change of the settings. */
export function settingsMark(settings: StoreSettings): string {
  return createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 22);
}
