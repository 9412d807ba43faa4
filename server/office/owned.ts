/** What the back office owns, as digests for a till to hold its copy against. Part of `GET /v1/digests`. */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { registeredDeviceSchema } from '../../domain/devices/register.ts';
import { categorySchema } from '../../domain/goods/category.ts';
import { digestsOfRows, hashingItems, type OwnedDigests } from '../../domain/office/owned.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { operatorSchema } from '../../domain/people/operator.ts';
import { promotionSchema } from '../../domain/prices/promotion.ts';
import type { VersionedTable } from '../changes/versioned.ts';
import type { Caller } from '../door/signature.ts';
import { wholeCatalogue } from '../goods/import-items.ts';
import { itemsBySku } from '../goods/read.ts';
import { readDecided } from '../people/roles.ts';
import type { Database } from '../store/tables.ts';
import { cursorOf } from './pull.ts';

const newHash = () => createHash('sha256');

/**
 * For a till whose copy is of this very moment, as its cursor says; undefined for one that has still to pull, and where
 * something was changed meanwhile.
 */
export async function ownedDigests(
  db: Database,
  { store, till }: Caller,
  cursor: string,
): Promise<OwnedDigests | undefined> {
  const before = await storeRow(db, store);
  if (cursor !== cursorOf(store, before.version)) return undefined;
  const rows = {
    operators: await rowsOf(db, 'operators', operatorSchema, store),
    promotions: await rowsOf(db, 'promotions', promotionSchema, store),
    categories: await rowsOf(db, 'categories', categorySchema, store),
    roles: await readDecided(db, store),
    devices: await rowsOf(db, 'devices', registeredDeviceSchema, store, till),
    settings: storeSettingsSchema.parse(JSON.parse(before.settings)),
  };
  const items = await itemDigests(db, store);
  const after = await storeRow(db, store);
  if (after.version !== before.version || after.settings !== before.settings) return undefined;
  return { ...digestsOfRows(rows, newHash), ...items };
}

async function storeRow(db: Database, store: string) {
  return db
    .selectFrom('stores')
    .select(['version', 'settings'])
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
}

async function rowsOf<Schema extends z.ZodType>(
  db: Database,
  table: VersionedTable,
  schema: Schema,
  store: string,
  till?: string,
): Promise<z.output<Schema>[]> {
  const rows = await db
    .selectFrom(table)
    .select('body')
    .where('store_id', '=', store)
    .$if(till !== undefined, (query) => query.where('till_id' as never, '=', till as never))
    .execute();
  return rows.map(({ body }) => schema.parse(JSON.parse(body)));
}

type Digests = Readonly<{ items: string; goods: string }>;
type Kept = Readonly<{ key: string; digests: Promise<Digests> }>;
const keptBy = new WeakMap<Database, Map<string, Kept>>();

/** Made once for each catalogue, however many tills ask in the morning. */
async function itemDigests(db: Database, store: string): Promise<Digests> {
  const { version, count } = await db
    .selectFrom('items')
    .select((is) => [is.fn.max('version').as('version'), is.fn.countAll().as('count')])
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const key = `${version} ${count}`;
  const kept = keptBy.get(db) ?? new Map<string, Kept>();
  keptBy.set(db, kept);
  const known = kept.get(store);
  if (known?.key === key) return known.digests;
  const digests = hashItems(db, store);
  kept.set(store, { key, digests });
  digests.catch(() => kept.delete(store));
  return digests;
}

function hashItems(db: Database, store: string): Promise<Digests> {
  return wholeCatalogue(db, store, async (work) => {
    const hashes = hashingItems(newHash);
    for await (const page of itemsBySku(work, store)) {
      for (const item of page) hashes.add(item);
    }
    return hashes.digests();
  });
}
