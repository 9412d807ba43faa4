/**
 * The sums of business dates, as they are kept: the only code that reads or writes `day_totals`.
 *
 * Beside each row stands the version of the fold that made it. A row of another version is folded anew from the entries
 * of its date, when it is asked for and beside the answering of requests; nobody ever reads the figures of an older version.
 */
import { z } from 'zod';
import { type Fact, parseFact, unreadFact } from '../../domain/contract/entry.ts';
import { storeSettingsSchema } from '../../domain/office/store-settings.ts';
import {
  type DayTotals,
  dayTotalsSchema,
  emptyTotals,
  foldTotals,
  totalsVersion,
} from '../../domain/reports/day-totals.ts';
import { storedTotals } from '../../domain/reports/stored-totals.ts';
import { breathing } from '../basics/breath.ts';
import { isPostgres } from '../store/postgres.ts';
import type { Database, Tables, Work } from '../store/tables.ts';
import { type AnyRows, writeRows } from '../store/write.ts';

type Till = Readonly<{ store: string; till: string }>;

/** Of these stores, and of these tills where some are named. Business dates are `YYYY-MM-DD`, both ends included. */
export type WantedTotals = Readonly<{
  stores: readonly string[];
  tills?: readonly string[];
  dates?: readonly string[];
  from?: string;
  until?: string;
  /** At most so many dates, from the newest back; for one till. */
  newest?: number;
}>;

export type KeptTotals = Till & Readonly<{ totals: DayTotals }>;

/** By business date and till, the oldest first. */
export async function readDayTotals(
  db: Database | Work,
  wanted: WantedTotals,
): Promise<KeptTotals[]> {
  const { stores, tills, dates, from, until, newest } = wanted;
  if (stores.length === 0 || tills?.length === 0 || dates?.length === 0) return [];
  const rows = await db
    .selectFrom('day_totals')
    .selectAll()
    .where('store_id', 'in', stores)
    .$if(tills !== undefined, (query) => query.where('till_id', 'in', tills ?? []))
    .$if(dates !== undefined, (query) => query.where('business_date', 'in', dates ?? []))
    .$if(from !== undefined, (query) => query.where('business_date', '>=', from ?? ''))
    .$if(until !== undefined, (query) => query.where('business_date', '<=', until ?? ''))
    .orderBy('business_date', 'desc')
    .orderBy('till_id', 'desc')
    .$if(newest !== undefined, (query) => query.limit(newest ?? 0))
    .execute();
  const kept: KeptTotals[] = [];
  for (const row of rows.reverse()) {
    const { store_id: store, till_id: till, business_date: date } = row;
    kept.push({ store, till, totals: readRow(row) ?? (await refold(db, { store, till }, date)) });
  }
  return kept;
}

/** Of one till and business date; empty where nothing happened. */
export async function readTotalsOf(
  db: Database | Work,
  { store, till }: Till,
  businessDate: string,
): Promise<DayTotals> {
  const wanted = { stores: [store], tills: [till], dates: [businessDate] };
  const [kept] = await readDayTotals(db, wanted);
  return kept?.totals ?? emptyTotals(businessDate);
}

/** An entry of a date; `fact` is null where it is kept and counts for nothing but itself: the till counts it too. */
export type Counted = Readonly<{
  seq: number;
  at: number;
  operator: string | null;
  businessDate: string;
  fact: Fact | null;
}>;

/** The rows after `entries`, which are not stored yet and follow what is. */
export async function totalsWith(
  work: Work,
  { store, till }: Till,
  zone: string,
  entries: readonly Counted[],
): Promise<AnyRows> {
  const dates = [...new Set(entries.map(({ businessDate }) => businessDate))];
  const known = await readDayTotals(work, { stores: [store], tills: [till], dates });
  const totals = new Map(known.map((row) => [row.totals.businessDate, row.totals]));
  for (const entry of entries) {
    const sum = totals.get(entry.businessDate) ?? emptyTotals(entry.businessDate);
    totals.set(entry.businessDate, withEntry(sum, entry, zone));
  }
  return rowsOf({ store, till }, [...totals.values()]);
}

/** All of a till: it is about to be folded from its first entry. */
export async function forgetTotals(work: Work, { store, till }: Till): Promise<void> {
  await work
    .deleteFrom('day_totals')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .execute();
}

/** Rows in memory at a time. */
const pageRows = 500;

/**
 * Folds anew every row of another version, after an upgrade. What cannot be folded is told to `hearFault` and left for
 * whoever asks; once `ending` is aborted, so are the others. Answers how many were folded.
 */
export async function refoldOld(
  db: Database,
  hearFault: (cause: unknown) => void,
  ending: AbortSignal,
): Promise<number> {
  const breath = breathing();
  let folded = 0;
  let after = { store: '', till: '', date: '' };
  for (;;) {
    const rows = await oldRows(db, after);
    const last = rows.at(-1);
    if (!last) return folded;
    for (const { store_id: store, till_id: till, business_date: date } of rows) {
      if (ending.aborted) return folded;
      try {
        await refold(db, { store, till }, date);
        folded += 1;
      } catch (cause) {
        hearFault(cause);
      }
      await breath();
    }
    after = { store: last.store_id, till: last.till_id, date: last.business_date };
  }
}

function oldRows(db: Database, after: Readonly<{ store: string; till: string; date: string }>) {
  return db
    .selectFrom('day_totals')
    .select(['store_id', 'till_id', 'business_date'])
    .where('fold', '!=', totalsVersion)
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('store_id', 'till_id', 'business_date'),
        '>',
        tuple(after.store, after.till, after.date),
      ),
    )
    .orderBy('store_id')
    .orderBy('till_id')
    .orderBy('business_date')
    .limit(pageRows)
    .execute();
}

/** Null where another version made it. */
function readRow({ fold, totals }: Tables['day_totals']): DayTotals | null {
  return fold === totalsVersion ? dayTotalsSchema.parse(JSON.parse(totals)) : null;
}

/** Within the caller's transaction where there is one; nothing is pushed meanwhile. */
function refold(db: Database | Work, till: Till, date: string): Promise<DayTotals> {
  return db.isTransaction
    ? refoldWithin(db as Work, till, date)
    : db.transaction().execute((work) => refoldWithin(work, till, date));
}

async function refoldWithin(work: Work, till: Till, date: string): Promise<DayTotals> {
  const zone = await lockTill(work, till);
  const row = await work
    .selectFrom('day_totals')
    .selectAll()
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('business_date', '=', date)
    .executeTakeFirst();
  if (!row) return emptyTotals(date);
  const known = readRow(row);
  // Somebody else was faster.
  if (known) return known;
  const before = keptSchema.parse(JSON.parse(row.totals));
  const totals = await foldDate(work, till, date, before, zone);
  // Its month was taken away (docs/store.md): what an older version counted is all there is, and stays as it lies.
  if (totals.entries < before.entries) return storedTotals(row.totals);
  await writeRows(work, [rowsOf(till, [totals])]);
  return totals;
}

/** The row of the till, as a push holds it, and the zone of its store. */
async function lockTill(work: Work, { store, till }: Till): Promise<string> {
  const { settings } = await work
    .selectFrom('tills')
    .innerJoin('stores', 'stores.store_id', 'tills.store_id')
    .select('settings')
    .where('tills.store_id', '=', store)
    .where('till_id', '=', till)
    // In SQLite a transaction holds the whole file.
    .$if(isPostgres(work), (query) => query.forNoKeyUpdate('tills'))
    .executeTakeFirstOrThrow();
  return storeSettingsSchema.parse(JSON.parse(settings)).zone;
}

/** What every version has said of a date: where its entries are, so that no journal is read for one date, and how many. */
const keptSchema = z.looseObject({ entries: z.int(), firstSeq: z.int(), lastSeq: z.int() });
type Kept = z.infer<typeof keptSchema>;

async function foldDate(
  work: Work,
  { store, till }: Till,
  date: string,
  { firstSeq, lastSeq }: Kept,
  zone: string,
): Promise<DayTotals> {
  const aside = await work
    .selectFrom('put_aside')
    .select('seq')
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>=', firstSeq)
    .where('seq', '<=', lastSeq)
    .execute();
  const uncounted = new Set(aside.map(({ seq }) => seq));
  let totals = emptyTotals(date);
  for (let after = firstSeq - 1; ; ) {
    const rows = await work
      .selectFrom('entries')
      .select(['seq', 'at', 'operator', 'kind', 'body'])
      .where('store_id', '=', store)
      .where('till_id', '=', till)
      .where('business_date', '=', date)
      .where('seq', '>', after)
      .where('seq', '<=', lastSeq)
      .orderBy('seq')
      .limit(pageRows)
      .execute();
    for (const { kind, body, ...place } of rows) {
      const fact = uncounted.has(place.seq) ? null : factIn(kind, body);
      totals = withEntry(totals, { ...place, businessDate: date, fact }, zone);
    }
    const last = rows.at(-1);
    if (!last) return totals;
    after = last.seq;
  }
}

/** Null where this version cannot read what an older one could, which then counts for nothing here either. */
function factIn(kind: string, body: string): Fact | null {
  try {
    return parseFact(kind, JSON.parse(body));
  } catch {
    return null;
  }
}

function withEntry(totals: DayTotals, { fact, ...place }: Counted, zone: string): DayTotals {
  return foldTotals(totals, { ...(fact ?? unreadFact), ...place }, zone);
}

function rowsOf({ store, till }: Till, sums: readonly DayTotals[]): AnyRows {
  const rows = sums.map((totals) => ({
    store_id: store,
    till_id: till,
    business_date: totals.businessDate,
    totals: JSON.stringify(totals),
    fold: totalsVersion,
  }));
  return { table: 'day_totals', rows, replace: ['store_id', 'till_id', 'business_date'] };
}
