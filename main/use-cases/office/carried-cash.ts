/**
 * What lies in the drawer when a journal is followed by a new one. The new one brings in only what the back office lacks;
 * float and cash of the rest of an unclosed date stay in the old one, and would be missing from the expected cash of its Z.
 */
import type { TillDatabase } from '../../../db/till-database.ts';
import { expectedIn, movesCash } from '../../../domain/cash/drawer.ts';
import { factOrUnread } from '../../../domain/contract/entry.ts';
import type { ExportedEntry } from '../../../domain/journal/chain.ts';
import { foldSession, newSession } from '../../../domain/reports/session.ts';

/** Business date → what `entries`, the part that stays behind, leave in the drawer, in minor units; of unclosed dates. */
export function carriedCash(
  db: TillDatabase,
  entries: Iterable<ExportedEntry>,
  zone: string,
): Map<string, number> {
  const sessions = new Map(db.day().unclosedDates.map((date) => [date, newSession(date)]));
  for (const entry of entries) {
    // A Z empties the drawer: what stays is of the session after it.
    if (!movesCash.has(entry.kind) && entry.kind !== 'day-closed') continue;
    const fact = { ...entry, ...factOrUnread(entry.kind, entry.body) };
    for (const [date, before] of sessions) sessions.set(date, foldSession(before, fact, zone));
  }
  return new Map(
    [...sessions].map(([date, { drawers }]) => [
      date,
      Object.values(drawers).reduce((sum, drawer) => sum + expectedIn(drawer), 0),
    ]),
  );
}
