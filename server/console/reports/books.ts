/** What the pages read: tills with their day, takings, sales. Read only. */
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import type { DayFold } from '../../../domain/day/day.ts';
import type { StoreSettings } from '../../../domain/office/store-settings.ts';
import { type DayTotals, emptyTotals } from '../../../domain/reports/day-totals.ts';
import { type SaleBody, saleBodySchema } from '../../../domain/sale/facts.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import type { SignIn } from '../../journal/project.ts';
import { readDayTotals } from '../../reports/day-totals.ts';
import type { AsideReason, Database, SaleTable } from '../../store/tables.ts';
import type { Shop } from '../frame/visit.ts';
import type { Refusal, Seen } from './till-state.ts';

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
  }>;

/** Every till of `stores`, with its store's day of `now`. */
export async function readTills(
  db: Database,
  stores: readonly Shop[],
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
      },
    ];
  });
}

export type SaleRow = Readonly<{
  till: string;
  seq: number;
  number: number;
  at: number;
  operator: string | null;
  pieces: number;
  totalMinor: number;
  tenders: readonly Tender[];
}>;

export type SaleFilter = Readonly<{
  /** Of these tills, by name: a key begins with store and till, and without them all sales ever would be read. */
  tills: readonly Readonly<{ store: string; till: string }>[];
  businessDate: string;
  number: number | null;
  page: number;
}>;

export const salesPerPage = 100;

/** The newest first; one more than a page, so that the caller sees whether there is another. */
export async function readSales(db: Database, filter: SaleFilter): Promise<SaleRow[]> {
  const { tills, number } = filter;
  if (tills.length === 0) return [];
  const rows = await db
    .selectFrom('sales')
    .selectAll()
    .where('store_id', 'in', [...new Set(tills.map(({ store }) => store))])
    .where(
      'till_id',
      'in',
      tills.map(({ till }) => till),
    )
    .where('business_date', '=', filter.businessDate)
    .$if(number !== null, (query) => query.where('number', '=', number ?? 0))
    .orderBy('at', 'desc')
    .orderBy('store_id')
    .orderBy('till_id')
    .orderBy('seq', 'desc')
    .offset(filter.page * salesPerPage)
    .limit(salesPerPage + 1)
    .execute();
  return rows.map(saleOf);
}

export type Sale = Readonly<{ row: SaleRow; body: SaleBody; hash: string }>;

/** The whole sale, from the journal itself; null where there is none at `seq`. */
export async function readSale(
  db: Database,
  till: Readonly<{ store: string; till: string }>,
  seq: number,
): Promise<Sale | null> {
  const entry = await db
    .selectFrom('entries')
    .selectAll()
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('seq', '=', seq)
    .where('kind', '=', 'sale-completed')
    .executeTakeFirst();
  if (!entry) return null;
  const body = saleBodySchema.safeParse(JSON.parse(entry.body));
  if (!body.success) return null;
  const { number, pieces, totalMinor, tenders } = body.data;
  const { at, operator } = entry;
  const row = { till: till.till, seq, number, at, operator, pieces, totalMinor, tenders };
  return { row, body: body.data, hash: entry.hash };
}

function saleOf(row: SaleTable): SaleRow {
  return {
    till: row.till_id,
    seq: row.seq,
    number: row.number,
    at: row.at,
    operator: row.operator,
    pieces: row.pieces,
    totalMinor: row.total_minor,
    tenders: JSON.parse(row.tenders) as Tender[],
  };
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
