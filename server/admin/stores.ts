/** Stores, their settings, and the release their tills should run. */
import type { Pulled } from '../../domain/contract/sync.ts';
import { type StoreSettings, storeSettingsSchema } from '../../domain/store-settings.ts';
import { makeCode } from '../enrolment-code.ts';
import { type AdminContext, versioned } from './context.ts';

export type StoresAdmin = Readonly<{
  /** Answers the store's id. */
  createStore(settings: StoreSettings): Promise<string>;
  stores(): Promise<{ store: string; settings: StoreSettings }[]>;
  putSettings(store: string, settings: StoreSettings): Promise<void>;
  publishRelease(store: string, release: NonNullable<Pulled['release']>): Promise<void>;
}>;

export function createStoresAdmin({ db, clock, random }: AdminContext): StoresAdmin {
  return {
    createStore: async (settings) => {
      const store = `s${makeCode(random).replace('-', '').toLowerCase()}`;
      await db
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
    publishRelease: (store, { version, mandatory }) =>
      versioned(db, store, async (work) => {
        await work
          .updateTable('stores')
          .set({ release_version: version, release_mandatory: mandatory ? 1 : 0 })
          .where('store_id', '=', store)
          .execute();
      }),
  };
}
