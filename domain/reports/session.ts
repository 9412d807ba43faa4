/**
 * The books from one Z of a business date to the next: totals and drawers of what came since. X, Z and the preview of a
 * close are this one fold.
 */
import { type Drawers, foldDrawers } from '../cash/drawer.ts';
import { dayFacts } from '../day/facts.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { type DayTotals, emptyTotals, foldTotals } from './day-totals.ts';

export type SessionBooks = Readonly<{
  totals: DayTotals;
  drawers: Drawers;
  /** After a Z whoever closed is still there for a moment, and is nobody of the session that follows. */
  isLeaving?: boolean;
}>;

export function newSession(businessDate: string): SessionBooks {
  return { totals: emptyTotals(businessDate), drawers: {} };
}

/** With one more entry of the journal, of whichever date: a date's Z may stand among the entries of a later one. */
export function foldSession(
  session: SessionBooks,
  entry: AnyFact & Pick<Place, 'seq' | 'at' | 'operator' | 'businessDate'>,
  zone: string,
): SessionBooks {
  const { businessDate } = session.totals;
  const fact = factOf(dayFacts, entry);
  if (fact?.kind === 'day-closed' && fact.body.closedDate === businessDate) {
    return { ...newSession(businessDate), isLeaving: true };
  }
  if (entry.businessDate !== businessDate) return session;
  const isLeaving = session.isLeaving === true && entry.kind !== 'signed-in';
  return {
    totals: foldTotals(session.totals, isLeaving ? { ...entry, operator: null } : entry, zone),
    drawers: foldDrawers(session.drawers, entry),
    isLeaving,
  };
}
