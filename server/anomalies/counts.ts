/** Whether a till's business dates are like its others: reversals, voids, openings of the drawer, prices and discounts by hand. */
import {
  type CountedKind,
  historyDatesMax,
  judgeCounts,
  type Unusual,
} from '../../domain/anomalies/counts.ts';
import { movements } from '../../domain/cash/movements.ts';
import { type Entry, type EntryKind, parseFact } from '../../domain/contract/entry.ts';
import type { Place } from '../../domain/journal/fact.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { readDayTotals } from '../reports/day-totals.ts';
import type { Work } from '../store/tables.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import { shelve } from './shelf.ts';

type Counted = Readonly<{
  kinds: readonly EntryKind[];
  /** Which of them, where not all; a sale counts for what was done on the way to it. */
  counts?: (entry: Entry) => boolean;
  /** Of the undone acts, what each takes back: its last one of that sale. */
  undone?: (body: Body<'act-undone'>) => EntryKind | null;
}>;
type Body<Kind extends EntryKind> = Extract<Entry, { kind: Kind }>['body'];

const soldOff = (counts: (sale: Body<'sale-completed'>) => boolean) => (entry: Entry) =>
  entry.kind !== 'sale-completed' || counts(entry.body);

/** Which entries stand behind each count of domain/anomalies/counts.ts. */
const counted: Readonly<Record<CountedKind, Counted>> = {
  'many-reversals': { kinds: ['attempt-reversed'] },
  'many-voids': {
    kinds: ['line-taken-back', 'sale-abandoned', 'sale-completed'],
    counts: soldOff(({ voidedLines }) => voidedLines > 0),
    undone: ({ putBack }) => (putBack ? 'line-taken-back' : null),
  },
  'many-no-sales': {
    kinds: [
      'drawer-opened',
      'tender-given-back',
      ...Object.values(movements).map(({ fact }) => fact),
    ],
  },
  'many-discounts': {
    kinds: ['price-overridden', 'sale-completed'],
    counts: soldOff(({ lines }) =>
      lines.some(({ discounts }) => discounts.some(({ source }) => source === 'hand')),
    ),
    undone: ({ act }) => (act === 'override-price' ? 'price-overridden' : null),
  },
};
const entriesMax = 100;

/** Judges the dates on which `entries` hold something that is counted. */
export async function shelveCounts(
  work: Work,
  till: ReviewedTill,
  entries: readonly Entry[],
): Promise<void> {
  const last = new Map<string, Entry>();
  for (const entry of entries) if (isCounted(entry)) last.set(entry.businessDate, entry);
  for (const [businessDate, entry] of last) {
    const [today, ...history] = await totalsUntil(work, till, businessDate);
    if (today?.businessDate !== businessDate) continue;
    for (const unusual of judgeCounts(today, history)) {
      const { anomaly, count, usual } = unusual;
      const finding = {
        anomaly,
        params: { count, usual, businessDate },
        entries: await entriesBehind(work, till, today, unusual),
      };
      await shelve(work, businessDate, finding, { ...till, ...entry, operator: null });
    }
  }
}

const isCounted = (entry: Entry): boolean =>
  Object.values(counted).some((row) => countsFor(row, entry));

const countsFor = ({ kinds, counts = () => true }: Counted, entry: Entry): boolean =>
  kinds.includes(entry.kind) && counts(entry);

/** That date and those before it, the newest first. */
async function totalsUntil(
  work: Work,
  { store, till }: ReviewedTill,
  businessDate: string,
): Promise<DayTotals[]> {
  const wanted = { until: businessDate, newest: historyDatesMax + 1 };
  const kept = await readDayTotals(work, { stores: [store], tills: [till], ...wanted });
  return kept.map(({ totals }) => totals).reverse();
}

async function entriesBehind(
  work: Work,
  { store, till }: ReviewedTill,
  { businessDate, firstSeq, lastSeq }: DayTotals,
  { anomaly }: Unusual,
): Promise<number[]> {
  const row = counted[anomaly];
  const rows = await work
    .selectFrom('entries')
    .select(['seq', 'id', 'at', 'business_date', 'operator', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>=', firstSeq)
    .where('seq', '<=', lastSeq)
    .where('business_date', '=', businessDate)
    .where('kind', 'in', [...row.kinds, 'act-undone'])
    .orderBy('seq')
    .execute();
  let behind: Entry[] = [];
  for (const { business_date, kind, body, ...place } of rows) {
    const entry = readEntry(kind, body, { ...place, businessDate: business_date });
    if (entry === null) continue;
    if (countsFor(row, entry)) behind.push(entry);
    if (entry.kind === 'act-undone') behind = withoutUndone(behind, row, entry.body);
  }
  return behind.slice(-entriesMax).map(({ seq }) => seq);
}

/** Null for what stands put aside: it counts for nothing. */
function readEntry(kind: string, body: string, place: Place): Entry | null {
  try {
    return { ...parseFact(kind, JSON.parse(body)), ...place };
  } catch {
    return null;
  }
}

function withoutUndone(behind: Entry[], { undone }: Counted, body: Body<'act-undone'>): Entry[] {
  const kind = undone?.(body) ?? null;
  const at = behind.findLastIndex(
    (entry) =>
      entry.kind === kind &&
      'saleId' in entry.body &&
      entry.body.saleId === body.saleId &&
      'sku' in entry.body &&
      entry.body.sku === body.sku,
  );
  return behind.filter((_, index) => index !== at);
}
