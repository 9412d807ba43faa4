/** What is asked of the journal of one store: entries by date, and one of them with its place in the chain. */

import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import {
  type ChainVerdict,
  checkChain,
  type ExportedEntry,
  genesisHead,
  type Sha256,
} from '../../domain/journal/chain.ts';
import { journalFacts } from '../../domain/journal/facts.ts';
import { readDayTotals } from '../reports/day-totals.ts';
import type { AsideReason, Database } from '../store/tables.ts';

export type JournalFilter = Readonly<{
  store: string;
  /** Null: every till of the store. */
  till: string | null;
  /** Business dates, both included. */
  from: string;
  until: string;
  kind: string | null;
  operator: string | null;
  seq: number | null;
  /** Anywhere in the body. */
  text: string | null;
  /** Of a sale. */
  receipt: number | null;
  amountMinor: number | null;
}>;

export type JournalRow = Readonly<{
  till: string;
  seq: number;
  at: number;
  businessDate: string;
  operator: string | null;
  kind: string;
  /** JSON. */
  body: string;
}>;

export type JournalPage = Readonly<{ rows: readonly JournalRow[]; next: string | null }>;

export const entriesPerPage = 50;

/**
 * The newest business date first, within it by till, the newest first. `after` is `next` of the page before.
 *
 * Asked date by date, with the sequence numbers that each till has of it: the keys of `entries` and its months are all
 * it takes, and no index has to be kept for a search.
 */
export async function searchJournal(
  db: Database,
  filter: JournalFilter,
  after: string | null,
): Promise<JournalPage> {
  const start = readPlace(after);
  const days = await daysOf(db, filter, start?.date ?? filter.until);
  const rows: JournalRow[] = [];
  for (const [date, ranges] of days) {
    const left = entriesPerPage + 1 - rows.length;
    if (left <= 0) break;
    const place = start?.date === date ? start : null;
    rows.push(...(await entriesOn(db, filter, date, ranges, place, left)));
  }
  const last = rows[entriesPerPage - 1];
  const next = rows.length > entriesPerPage && last ? placeOf(last) : null;
  return { rows: rows.slice(0, entriesPerPage), next };
}

type Range = Readonly<{ till: string; firstSeq: number; lastSeq: number }>;
type Place = Readonly<{ date: string; till: string; seq: number }>;

/** Newest first. */
async function daysOf(
  db: Database,
  { store, till, from }: JournalFilter,
  until: string,
): Promise<Map<string, Range[]>> {
  const wanted = { stores: [store], from, until, ...(till !== null && { tills: [till] }) };
  const days = new Map<string, Range[]>();
  for (const { totals, ...of } of (await readDayTotals(db, wanted)).reverse()) {
    const { businessDate, firstSeq, lastSeq } = totals;
    const ranges = days.get(businessDate) ?? [];
    ranges.push({ till: of.till, firstSeq, lastSeq });
    days.set(businessDate, ranges);
  }
  return days;
}

async function entriesOn(
  db: Database,
  filter: JournalFilter,
  date: string,
  ranges: readonly Range[],
  place: Place | null,
  limit: number,
): Promise<JournalRow[]> {
  const { store, kind, operator, seq, text } = filter;
  const rows = await db
    .selectFrom('entries')
    .select(['till_id', 'seq', 'at', 'business_date', 'operator', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('business_date', '=', date)
    .where((is) =>
      is.or(
        ranges.map(({ till, firstSeq, lastSeq }) =>
          is.and([is('till_id', '=', till), is('seq', '>=', firstSeq), is('seq', '<=', lastSeq)]),
        ),
      ),
    )
    .$if(place !== null, (query) =>
      query.where((is) =>
        is.or([
          is('till_id', '>', place?.till ?? ''),
          is.and([is('till_id', '=', place?.till ?? ''), is('seq', '<', place?.seq ?? 0)]),
        ]),
      ),
    )
    .$if(kind !== null, (query) => query.where('kind', '=', kind ?? ''))
    .$if(operator !== null, (query) => query.where('operator', '=', operator ?? ''))
    .$if(seq !== null, (query) => query.where('seq', '=', seq ?? 0))
    .$if(text !== null, (query) =>
      query.where(sql<boolean>`lower(body) like ${likeOf(text ?? '')} escape '!'`),
    )
    .$if(filter.receipt !== null || filter.amountMinor !== null, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('sales')
            .select('sales.seq')
            .whereRef('sales.store_id', '=', 'entries.store_id')
            .whereRef('sales.till_id', '=', 'entries.till_id')
            .whereRef('sales.business_date', '=', 'entries.business_date')
            .whereRef('sales.seq', '=', 'entries.seq')
            .$if(filter.receipt !== null, (sale) => sale.where('number', '=', filter.receipt ?? 0))
            .$if(filter.amountMinor !== null, (sale) =>
              sale.where('total_minor', '=', filter.amountMinor ?? 0),
            ),
        ),
      ),
    )
    .orderBy('till_id')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    till: row.till_id,
    seq: row.seq,
    at: row.at,
    businessDate: row.business_date,
    operator: row.operator,
    kind: row.kind,
    body: row.body,
  }));
}

export type EntryView = Readonly<{
  entry: ExportedEntry;
  /** Why it counts for nothing; null where it counts. */
  aside: AsideReason | null;
  /** Of the entry and its neighbours, as they are stored. */
  chain: ChainVerdict;
  /** There is one after it. */
  hasNext: boolean;
}>;

/** Null where the till has no such entry. */
export async function readEntry(
  db: Database,
  till: Readonly<{ store: string; till: string }>,
  seq: number,
): Promise<EntryView | null> {
  // Two before: the hash of the first is where the check begins.
  const rows = await db
    .selectFrom('entries')
    .selectAll()
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('seq', '>=', seq - 2)
    .where('seq', '<=', seq + 1)
    .orderBy('seq')
    .execute();
  const entries = rows.map(
    (row): ExportedEntry => ({
      ...{ seq: row.seq, id: row.id, at: row.at, businessDate: row.business_date },
      ...{ operator: row.operator, kind: row.kind, till: row.till_id },
      ...{ body: JSON.parse(row.body), prev: row.prev, hash: row.hash },
    }),
  );
  const entry = entries.find((one) => one.seq === seq);
  if (!entry) return null;
  const before = entries.find((one) => one.seq === seq - 2);
  const head = seq <= 2 ? genesisHead : { seq: seq - 2, hash: before?.hash ?? '' };
  const aside = await db
    .selectFrom('put_aside')
    .select('reason')
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('seq', '=', seq)
    .executeTakeFirst();
  return {
    entry,
    aside: aside?.reason ?? null,
    chain: checkChain(
      head,
      till.till,
      entries.filter((one) => one.seq >= seq - 1 && one.seq > head.seq),
      sha256,
    ),
    hasNext: entries.some((one) => one.seq === seq + 1),
  };
}

const sha256: Sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** Bodies are JSON: what is looked for is written as it stands there. */
function likeOf(text: string): string {
  const inJson = JSON.stringify(text.toLowerCase()).slice(1, -1);
  return `%${inJson.replace(/[!%_]/g, '!$&')}%`;
}

function placeOf({ businessDate, till, seq }: JournalRow): string {
  return `${businessDate}.${till}.${seq}`;
}

/** Null for anything that is no place. */
function readPlace(text: string | null): Place | null {
  const [, date, till, seq] =
    /^(\d{4}-\d\d-\d\d)\.([a-z0-9-]+)\.(\d{1,15})$/.exec(text ?? '') ?? [];
  return date && till && seq ? { date, till, seq: Number(seq) } : null;
}

/** The software the till last started with; null before it ever did, or where nobody can read it. */
export async function readVersion(
  db: Database,
  till: Readonly<{ store: string; till: string }>,
): Promise<Readonly<{ version: string; at: number }> | null> {
  const row = await db
    .selectFrom('entries')
    .select(['at', 'body'])
    .where('store_id', '=', till.store)
    .where('till_id', '=', till.till)
    .where('kind', '=', 'till-started')
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  const started = startedSchema.safeParse(row && JSON.parse(row.body));
  return row && started.success ? { version: started.data.version, at: row.at } : null;
}

const startedSchema = journalFacts['till-started'];
