/**
 * What lies in the drawer when a journal is followed by a new one. The new one brings in only what the back office lacks;
 * float and cash of the rest of an unclosed date stay in the old one, and would be missing from the expected cash of its Z.
 */
import type { TillDatabase } from '../../../db/till-database.ts';
import { factOrUnread } from '../../../domain/contract/entry.ts';
import type { ExportedEntry } from '../../../domain/journal/chain.ts';
import { emptyTotals, expectedCash, foldTotals } from '../../../domain/reports/day-totals.ts';

/** Business date → what `entries`, the part that stays behind, leave in the drawer, in minor units; of unclosed dates. */
export function carriedCash(
  db: TillDatabase,
  entries: Iterable<ExportedEntry>,
  zone: string,
): Map<string, number> {
  const totals = new Map(db.day().unclosedDates.map((date) => [date, emptyTotals(date)]));
  for (const entry of entries) {
    const before = totals.get(entry.businessDate);
    if (!before || !movesCash(entry.kind)) continue;
    const fact = factOrUnread(entry.kind, entry.body);
    totals.set(entry.businessDate, foldTotals(before, { ...entry, ...fact }, zone));
  }
  return new Map([...totals].map(([date, sums]) => [date, expectedCash(sums)]));
}

const movesCash = (kind: string): boolean => kind === 'float-counted' || kind === 'sale-completed';
