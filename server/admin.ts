/** What head office does: stores, tills, and everything the tills pull. Called by the demo, tests and simulations. */
import type { z } from 'zod';
import { type Item, itemSchema } from '../domain/catalogue.ts';
import type { Clock } from '../domain/clock.ts';
import type { Pulled } from '../domain/contract/sync.ts';
import { newTillDay } from '../domain/day.ts';
import { genesisHead } from '../domain/journal-chain.ts';
import { type Operator, operatorSchema } from '../domain/operator.ts';
import { type RegisteredDevice, registeredDeviceSchema } from '../domain/poi-register.ts';
import type { Random } from '../domain/random.ts';
import { type StoreSettings, storeSettingsSchema } from '../domain/store-settings.ts';
import { hashCode, makeCode } from './enrolment-code.ts';
import { badRequest } from './refusal.ts';
import type { Store } from './store/open.ts';
import type { Work } from './store/tables.ts';
import { type Keyed, nextVersion, upsert } from './store/versioned.ts';
import { tillId } from './till-id.ts';

/** Long enough to order a till and set it up, short enough that a lost note is worth nothing next month. */
const codeLifeMs = 7 * 24 * 3_600_000;

export type NewTill = Readonly<{ till: string; code: string; expiresAt: number }>;

export type Admin = Readonly<{
  /** Answers the store's id. */
  createStore(settings: StoreSettings): Promise<string>;
  stores(): Promise<{ store: string; settings: StoreSettings }[]>;
  putSettings(store: string, settings: StoreSettings): Promise<void>;
  /** A till that may join once, by the code. */
  addTill(store: string, name: string): Promise<NewTill>;
  /** Another code for a till that has not joined. Throws `Problem` `bad-request` where it has. */
  renewCode(store: string, till: string): Promise<NewTill>;
  /** Adds and changes; what is the same as before is not sent to the tills again. */
  putItems(store: string, items: readonly Item[]): Promise<void>;
  putOperators(store: string, operators: readonly Operator[]): Promise<void>;
  putDevices(store: string, till: string, devices: readonly RegisteredDevice[]): Promise<void>;
  publishRelease(store: string, release: NonNullable<Pulled['release']>): Promise<void>;
}>;

/** Inputs that do not fit their schema throw ZodError. */
export function createAdmin(
  options: Readonly<{ store: Store; clock: Clock; random: Random }>,
): Admin {
  const { clock, random } = options;
  const { db } = options.store;
  const versioned = (store: string, change: (work: Work, version: number) => Promise<unknown>) =>
    db.transaction().execute(async (work) => {
      await change(work, await nextVersion(work, store));
    });
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
      versioned(store, (work) =>
        work
          .updateTable('stores')
          .set({ settings: JSON.stringify(storeSettingsSchema.parse(settings)) })
          .where('store_id', '=', store)
          .execute(),
      ),
    addTill: (store, name) =>
      db.transaction().execute(async (work) => {
        await nextVersion(work, store);
        const till = await insertTill(work, store, name);
        return giveCode(work, clock, random, store, till);
      }),
    renewCode: (store, till) =>
      db.transaction().execute(async (work) => {
        await forgetCodes(work, store, till);
        return giveCode(work, clock, random, store, till);
      }),
    putItems: (store, items) =>
      versioned(store, (work, version) => {
        const rows = keyed(itemSchema, items, (item) => ({ sku: item.sku }));
        return upsert(work, 'items', ['sku'], store, version, rows);
      }),
    putOperators: (store, operators) =>
      versioned(store, (work, version) => {
        const rows = keyed(operatorSchema, operators, ({ number }) => ({ number }));
        return upsert(work, 'operators', ['number'], store, version, rows);
      }),
    putDevices: (store, till, devices) =>
      versioned(store, (work, version) => {
        const rows = keyed(registeredDeviceSchema, devices, ({ device }) => ({
          till_id: till,
          device,
        }));
        return upsert(work, 'devices', ['till_id', 'device'], store, version, rows);
      }),
    publishRelease: (store, { version, mandatory }) =>
      versioned(store, (work) =>
        work
          .updateTable('stores')
          .set({ release_version: version, release_mandatory: mandatory ? 1 : 0 })
          .where('store_id', '=', store)
          .execute(),
      ),
  };
}

async function insertTill(work: Work, store: string, name: string): Promise<string> {
  const { count } = await work
    .selectFrom('tills')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const till = tillId(store, count);
  await work
    .insertInto('tills')
    .values({
      store_id: store,
      till_id: till,
      name,
      public_key: null,
      enrolled_at: null,
      head_seq: genesisHead.seq,
      head_hash: genesisHead.hash,
      day: JSON.stringify(newTillDay),
      sign_in: null,
      last_push_at: null,
      last_pull_at: null,
      refusal: null,
    })
    .execute();
  return till;
}

async function forgetCodes(work: Work, store: string, till: string): Promise<void> {
  const row = await work
    .selectFrom('tills')
    .select('public_key')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  if (!row) throw badRequest('no-such-till');
  // A new machine begins a new journal, so it is a new till.
  if (row.public_key !== null) throw badRequest('till-has-joined');
  await work
    .deleteFrom('enrolment_codes')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
}

async function giveCode(
  work: Work,
  clock: Clock,
  random: Random,
  store: string,
  till: string,
): Promise<NewTill> {
  const code = makeCode(random);
  const expiresAt = clock.now() + codeLifeMs;
  await work
    .insertInto('enrolment_codes')
    .values({
      store_id: store,
      code_hash: hashCode(code),
      till_id: till,
      expires_at: expiresAt,
      used_by: null,
    })
    .execute();
  return { till, code, expiresAt };
}

function keyed<Schema extends z.ZodType>(
  schema: Schema,
  values: readonly z.input<Schema>[],
  key: (value: z.output<Schema>) => Keyed,
): Keyed[] {
  return values.map((value) => {
    const parsed = schema.parse(value);
    return { ...key(parsed), body: JSON.stringify(parsed) };
  });
}
