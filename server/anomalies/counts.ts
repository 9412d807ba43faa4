/** Whether a till's business dates are like its others: reversals, voids, openings of the drawer, changed prices. */
import {
  type CountedKind,
  historyDatesMax,
  judgeCounts,
  type Unusual,
} from '../../domain/anomalies/counts.ts';
import type { Entry, EntryKind } from '../../domain/contract/entry.ts';
import type { DayTotals } from '../../domain/reports/day-totals.ts';
import { readDayTotals } from '../reports/day-totals.ts';
import type { Work } from '../store/tables.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import { shelve } from './shelf.ts';

/** Which entries are counted for what; a sale counts for the lines that were taken off it. */
const counted: Readonly<Record<CountedKind, readonly EntryKind[]>> = {
  'many-reversals': ['attempt-reversed'],
  'many-voids': ['line-taken-back', 'sale-abandoned', 'sale-completed'],
  'many-no-sales': ['drawer-opened'],
  'many-discounts': ['price-overridden'],
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

function isCounted(entry: Entry): boolean {
  if (entry.kind === 'sale-completed') return entry.body.voidedLines > 0;
  return Object.values(counted).some((kinds) => kinds.includes(entry.kind));
}

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
  const rows = await work
    .selectFrom('entries')
    .select(['seq', 'kind', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '>=', firstSeq)
    .where('seq', '<=', lastSeq)
    .where('business_date', '=', businessDate)
    .where('kind', 'in', [...counted[anomaly]])
    .orderBy('seq', 'desc')
    .execute();
  return rows
    .filter(({ kind, body }) => kind !== 'sale-completed' || JSON.parse(body).voidedLines > 0)
    .slice(0, entriesMax)
    .map(({ seq }) => seq)
    .reverse();
}
