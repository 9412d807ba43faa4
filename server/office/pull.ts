/** What the server owns and a till does not have yet. Route: `GET /v1/pull`. */
import type { z } from 'zod';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { Pulled } from '../../domain/contract/sync.ts';
import { registeredDeviceSchema } from '../../domain/devices/register.ts';
import { categorySchema } from '../../domain/goods/category.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import { operatorSchema } from '../../domain/people/operator.ts';
import { promotionSchema } from '../../domain/prices/promotion.ts';
import { JsonText } from '../basics/json-text.ts';
import type { VersionedTable } from '../changes/versioned.ts';
import type { Caller } from '../door/signature.ts';
import { wholeCatalogue } from '../goods/import-items.ts';
import { itemsSince } from '../goods/read.ts';
import { makeCodeKey } from '../people/one-time-codes.ts';
import { readDecided } from '../people/roles.ts';
import type { Database, Work } from '../store/tables.ts';
import { itemFor, listsFor } from './shapes.ts';

/** When a till was here last is kept this exactly: a row for each pull of each till would be most of what is written. */
const seenEveryMs = 5 * 60_000;

/**
 * Only what changed since `cursor`; everything where it is empty, unknown, or from books that were restored. All of it
 * as it was at one moment, whatever is changed meanwhile, and in the shape of `contract`.
 */
export async function pull(
  db: Database,
  { clock, random }: Readonly<{ clock: Clock; random: Random }>,
  caller: Caller,
  cursor: string,
  contract: number,
): Promise<JsonText> {
  const { store, till } = caller;
  const codeKey = await seen(db, clock.now(), caller);
  const { pages, rest } = await wholeCatalogue(db, store, async (work) => {
    const row = await work
      .selectFrom('stores')
      .selectAll()
      .where('store_id', '=', store)
      .executeTakeFirstOrThrow();
    const since = readCursor(cursor, store, row.version);
    const changed = { work, store, since };
    const changes = listsFor(contract, {
      cursor: cursorOf(store, row.version),
      operators: await changedIn(changed, 'operators', operatorSchema),
      devices: await changedIn({ ...changed, till }, 'devices', registeredDeviceSchema),
      promotions: await changedIn(changed, 'promotions', promotionSchema),
      categories: await changedIn(changed, 'categories', categorySchema),
      roles: await readDecided(work, store, since),
      settings: storeSettingsSchema.parse(JSON.parse(row.settings)),
      release:
        row.release_version === null
          ? null
          : { version: row.release_version, mandatory: row.release_mandatory === 1 },
    });
    return { pages: await itemPages(changed, contract), rest: changes };
  });
  const whole: Omit<Pulled, 'items'> = {
    ...rest,
    codeKey: codeKey ?? (await makeCodeKey(db, random, caller)),
    serverTime: clock.now(),
  };
  return new JsonText(['{"items":[', ...pages, '],', JSON.stringify(whole).slice(1)]);
}

/** Remembers that the till was here; answers the key of its one-time codes, null before its first pull. */
async function seen(db: Database, now: number, { store, till }: Caller): Promise<string | null> {
  const row = await db
    .selectFrom('tills')
    .select(['code_key', 'last_pull_at'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirstOrThrow();
  if (row.last_pull_at === null || Math.abs(now - row.last_pull_at) >= seenEveryMs) {
    await db
      .updateTable('tills')
      .set({ last_pull_at: now })
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .execute();
  }
  return row.code_key;
}

/** What a till has that pulled at this version of its store. */
export const cursorOf = (store: string, version: number): string => `${store}.${version}`;

/** The version a cursor stands for; 0 where it cannot be one of ours. */
function readCursor(cursor: string, store: string, version: number): number {
  const [of, digits, ...rest] = cursor.split('.');
  if (of !== store || rest.length > 0 || !/^\d{1,15}$/.test(digits ?? '')) return 0;
  const since = Number(digits);
  return since <= version ? since : 0;
}

type Changed = Readonly<{ work: Work; store: string; since: number; till?: string }>;

async function changedIn<Schema extends z.ZodType>(
  { work, store, since, till }: Changed,
  table: VersionedTable,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  const rows = await work
    .selectFrom(table)
    .select('body')
    .where('store_id', '=', store)
    .where('version', '>', since)
    .$if(till !== undefined, (query) => query.where('till_id' as never, '=', till as never))
    .execute();
  // In one order, whichever database answers: a store that moved gives its tills what it gave them before.
  const bodies = rows.map(({ body }) => body).sort();
  return bodies.map((body) => schema.parse(JSON.parse(body)));
}

/** The items as JSON, between their brackets: all else of the catalogue is text, however large it is. */
async function itemPages({ work, store, since }: Changed, contract: number): Promise<string[]> {
  const pages: string[] = [];
  for await (const items of itemsSince(work, store, since)) {
    const text = JSON.stringify(items.map((item) => itemFor(contract, item)));
    pages.push((pages.length > 0 ? ',' : '') + text.slice(1, -1));
  }
  return pages;
}
