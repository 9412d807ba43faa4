/** What is asked about tills: each with its day, its takings and what became of its journal. */
import { businessDateOf } from '../../domain/basics/business-date.ts';
import type { DayFold } from '../../domain/day/day.ts';
import type { StoreSettings } from '../../domain/office/store-settings.ts';
import { type DayTotals, emptyTotals } from '../../domain/reports/day-totals.ts';
import type { Locks } from '../../domain/sign-in/locks.ts';
import type { AsideReason, Database } from '../store/tables.ts';
import { readDayTotals } from './day-totals.ts';
import type { Refusal, Seen, SignIn } from './till-state.ts';

/** How many entries were put aside for one reason. */
export type Aside = Readonly<{ reason: AsideReason; count: number }>;

export type TillRow = Seen &
  Readonly<{
    store: string;
    till: string;
    name: string;
    settings: StoreSettings;
    /** The store's business date now. */
    today: string;
    totals: DayTotals;
    entries: number;
    /** Milliseconds UTC of the last push or pull. */
    syncedAt: number | null;
    putAside: readonly Aside[];
    /** Who is locked at it after wrong tries. */
    locks: Locks;
  }>;

/** Every till of `stores`, with its store's day of `now`. */
export async function readTills(
  db: Database,
  stores: readonly Readonly<{ store: string; settings: StoreSettings }>[],
  now: number,
): Promise<TillRow[]> {
  if (stores.length === 0) return [];
  const ids = stores.map(({ store }) => store);
  const rows = await db
    .selectFrom('tills')
    .selectAll()
    .where('store_id', 'in', ids)
    .orderBy('store_id')
    .orderBy('till_id')
    .execute();
  const shops = new Map(
    stores.map(({ store, settings }) => [
      store,
      { settings, today: businessDateOf(now, settings) },
    ]),
  );
  const [totals, aside] = await Promise.all([
    totalsOn(db, rows, [...new Set([...shops.values()].map(({ today }) => today))]),
    putAsideCounts(db, ids),
  ]);
  return rows.flatMap((row): TillRow[] => {
    const shop = shops.get(row.store_id);
    if (!shop) return [];
    const key = `${row.till_id} ${shop.today}`;
    return [
      {
        ...shop,
        store: row.store_id,
        till: row.till_id,
        name: row.name,
        joined: row.public_key !== null,
        day: JSON.parse(row.day) as DayFold,
        signIn: row.sign_in === null ? null : (JSON.parse(row.sign_in) as SignIn),
        refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as Refusal),
        totals: totals.get(key) ?? emptyTotals(shop.today),
        entries: row.head_seq,
        syncedAt: latest(row.last_push_at, row.last_pull_at),
        putAside: aside.get(row.till_id) ?? [],
        locks: JSON.parse(row.locks) as Locks,
      },
    ];
  });
}

async function totalsOn(
  db: Database,
  tills: readonly Readonly<{ store_id: string; till_id: string }>[],
  dates: readonly string[],
): Promise<Map<string, DayTotals>> {
  const stores = [...new Set(tills.map(({ store_id }) => store_id))];
  const kept = await readDayTotals(db, { stores, tills: tills.map((row) => row.till_id), dates });
  return new Map(kept.map(({ till, totals }) => [`${till} ${totals.businessDate}`, totals]));
}

async function putAsideCounts(
  db: Database,
  stores: readonly string[],
): Promise<Map<string, Aside[]>> {
  const rows = await db
    .selectFrom('put_aside')
    .where('store_id', 'in', stores)
    .select(({ fn }) => ['till_id', 'reason', fn.countAll<number>().as('count')])
    .groupBy(['store_id', 'till_id', 'reason'])
    .orderBy('reason')
    .execute();
  const byTill = new Map<string, Aside[]>();
  for (const { till_id, reason, count } of rows) {
    const found = byTill.get(till_id) ?? [];
    found.push({ reason, count });
    byTill.set(till_id, found);
  }
  return byTill;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
