/** What the server owns and a till does not have yet. Route: `GET /v1/pull`. */
import { itemSchema } from '../../domain/catalogue.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Pulled } from '../../domain/contract/sync.ts';
import { operatorSchema } from '../../domain/operator.ts';
import { registeredDeviceSchema } from '../../domain/poi-register.ts';
import { promotionSchema } from '../../domain/promotion.ts';
import type { Random } from '../../domain/random.ts';
import { storeSettingsSchema } from '../../domain/store-settings.ts';
import { makeCodeKey } from '../codes.ts';
import type { Caller } from '../signature.ts';
import type { Database } from '../store/tables.ts';
import type { VersionedTable } from '../store/versioned.ts';

/** Only what changed since `cursor`; everything where it is empty, unknown, or from books that were restored. */
export async function pull(
  db: Database,
  { clock, random }: Readonly<{ clock: Clock; random: Random }>,
  caller: Caller,
  cursor: string,
): Promise<Pulled> {
  const { store, till } = caller;
  // The version first: a change that commits after it has a higher one, and comes with the next pull.
  const row = await db
    .selectFrom('stores')
    .selectAll()
    .where('store_id', '=', store)
    .executeTakeFirstOrThrow();
  const since = readCursor(cursor, store, row.version);
  const [items, promotions, operators, devices] = await Promise.all([
    bodies(db, 'items', store, since, row.version),
    bodies(db, 'promotions', store, since, row.version),
    bodies(db, 'operators', store, since, row.version),
    bodies(db, 'devices', store, since, row.version, till),
  ]);
  const { code_key: known } = await db
    .updateTable('tills')
    .set({ last_pull_at: clock.now() })
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .returning('code_key')
    .executeTakeFirstOrThrow();
  return {
    cursor: `${store}.${row.version}`,
    items: items.map((body) => itemSchema.parse(body)),
    operators: operators.map((body) => operatorSchema.parse(body)),
    devices: devices.map((body) => registeredDeviceSchema.parse(body)),
    promotions: promotions.map((body) => promotionSchema.parse(body)),
    codeKey: known ?? (await makeCodeKey(db, random, caller)),
    settings: storeSettingsSchema.parse(JSON.parse(row.settings)),
    release:
      row.release_version === null
        ? null
        : { version: row.release_version, mandatory: row.release_mandatory === 1 },
    serverTime: clock.now(),
  };
}

/** The version a cursor stands for; 0 where it cannot be one of ours. */
function readCursor(cursor: string, store: string, version: number): number {
  const [of, digits, ...rest] = cursor.split('.');
  if (of !== store || rest.length > 0 || !/^\d{1,15}$/.test(digits ?? '')) return 0;
  const since = Number(digits);
  return since <= version ? since : 0;
}

async function bodies(
  db: Database,
  table: VersionedTable,
  store: string,
  since: number,
  version: number,
  till?: string,
): Promise<unknown[]> {
  const rows = await db
    .selectFrom(table)
    .select('body')
    .where('store_id', '=', store)
    .where('version', '>', since)
    .where('version', '<=', version)
    .$if(till !== undefined, (query) => query.where('till_id' as never, '=', till as never))
    .execute();
  return rows.map(({ body }) => JSON.parse(body));
}
