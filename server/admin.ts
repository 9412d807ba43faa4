/**
 * What a manager does at head office, until the console has accounts for it: stores, tills, catalogue, operators,
 * register, releases. Input is checked here; what is wrong throws ZodError and changes nothing.
 */
import { z } from 'zod';
import { assert } from '../domain/assert.ts';
import { type Item, itemSchema } from '../domain/catalogue.ts';
import type { Clock } from '../domain/clock.ts';
import { type Operator, operatorSchema } from '../domain/operator.ts';
import { type RegisteredDevice, registeredDeviceSchema } from '../domain/poi-register.ts';
import type { Random } from '../domain/random.ts';
import { type StoreSettings, storeSettingsSchema } from '../domain/store-settings.ts';
import { hashCode, newEnrolmentCode, newId } from './codes.ts';
import { hashPin } from './pin-hash.ts';
import { putDevices, putItems, putOperators } from './store/catalogue.ts';
import type { Store } from './store/open.ts';
import {
  addStore,
  listStores,
  type Release,
  raiseVersion,
  releaseSchema,
  type StoreRecord,
  saveRelease,
  saveSettings,
} from './store/stores.ts';
import type { Db } from './store/tables.ts';
import { addTill, listTills, replaceCode, type Till, type TillKey } from './store/tills.ts';

/** An operator as a person enters it; only the hash of the PIN goes any further. */
export type NewOperator = Omit<Operator, 'pinHash'> & Readonly<{ pin: string }>;

export type Admin = Readonly<{
  stores(): Promise<StoreRecord[]>;
  tills(store: string): Promise<Till[]>;
  /** Answers the id of the new store. */
  createStore(settings: StoreSettings): Promise<string>;
  putSettings(store: string, settings: StoreSettings): Promise<void>;
  /** Answers the id of the new till and the one-time code by which it joins. */
  addTill(store: string, name: string): Promise<Readonly<{ till: string; code: string }>>;
  /** Another code for a till that has not joined yet; the old one is worthless then. */
  issueCode(key: TillKey): Promise<string>;
  putItems(store: string, items: readonly Item[]): Promise<void>;
  /** A new hash is made for each, so tills pull every one of them again. */
  putOperators(store: string, operators: readonly NewOperator[]): Promise<void>;
  /** Adds to the register of this till, or changes what is there. */
  putDevices(key: TillKey, devices: readonly RegisteredDevice[]): Promise<void>;
  publishRelease(store: string, release: Release): Promise<void>;
}>;

/** Enough to carry it to a till that is set up next week. */
const codeValidMs = 7 * 24 * 3_600_000;

export function createAdmin({ store: { db }, clock, random }: AdminPorts): Admin {
  const newCode = () => {
    const code = newEnrolmentCode(random);
    return { code, codeHash: hashCode(code), codeExpiresAt: clock.now() + codeValidMs };
  };
  return {
    stores: () => listStores(db),
    tills: async (store) => (await listTills(db)).filter((till) => till.store === store),
    createStore: async (settings) => {
      const store = newId('store', random);
      await addStore(db, store, storeSettingsSchema.parse(settings));
      return store;
    },
    putSettings: async (store, settings) => {
      const checked = storeSettingsSchema.parse(settings);
      await change(db, store, (transaction) => saveSettings(transaction, store, checked));
    },
    addTill: async (store, name) => {
      const till = newId('till', random);
      const { code, ...hashed } = newCode();
      await addTill(db, { store, till, name: z.string().min(1).max(64).parse(name), ...hashed });
      return { till, code };
    },
    issueCode: async (key) => {
      const { code, codeHash, codeExpiresAt } = newCode();
      const replaced = await replaceCode(db, key, codeHash, codeExpiresAt);
      assert(replaced, `till ${key.till} has not joined yet`);
      return code;
    },
    putItems: async (store, items) => {
      const checked = z.array(itemSchema).parse(items);
      await change(db, store, (transaction, version) =>
        putItems(transaction, store, version, checked),
      );
    },
    putOperators: async (store, operators) => {
      const hashed = await Promise.all(
        operators.map(async ({ pin, ...operator }) => ({
          ...operator,
          pinHash: await hashPin(pin, random),
        })),
      );
      const checked = z.array(operatorSchema).parse(hashed);
      await change(db, store, (transaction, version) =>
        putOperators(transaction, store, version, checked),
      );
    },
    putDevices: async (key, devices) => {
      const checked = z.array(registeredDeviceSchema).parse(devices);
      await change(db, key.store, (transaction, version) =>
        putDevices(transaction, key, version, checked),
      );
    },
    publishRelease: async (store, release) => {
      const checked = releaseSchema.parse(release);
      await change(db, store, (transaction) => saveRelease(transaction, store, checked));
    },
  };
}

export type AdminPorts = Readonly<{ store: Store; clock: Clock; random: Random }>;

/** One change, and the version by which tills notice it. */
function change(
  db: Db,
  store: string,
  work: (transaction: Db, version: number) => Promise<void>,
): Promise<void> {
  return db.transaction().execute(async (transaction) => {
    await work(transaction, await raiseVersion(transaction, store));
  });
}
