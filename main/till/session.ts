/**
 * A till that has started: its ports, its open database, and what lives in memory only.
 *
 * Whatever must outlive a crash is in the journal; losing everything here costs a sign-in and nothing else.
 */

import type { WriteContext } from '../../db/journal/journal.ts';
import { assert } from '../../domain/basics/assert.ts';
import { businessDateOf, dateAfterChange } from '../../domain/basics/business-date.ts';
import type { Entry, Fact } from '../../domain/contract/entry.ts';
import type { StoreSettings } from '../../domain/office/store-settings.ts';
import { basketTotals } from '../../domain/sale/basket.ts';
import { toProblem } from '../../domain/words/problem.ts';
import type { OpenTill, Session } from './open-till.ts';
import { endPresence } from './presence.ts';
import { watchOn } from './watch.ts';

export type * from './open-till.ts';

export function settingsOf(till: OpenTill): StoreSettings {
  const settings = till.db.settings.load();
  assert(settings, 'a till that has started has settings');
  return settings;
}

/** The business date of this moment. */
export function businessDateNow(till: OpenTill): string {
  const now = till.ports.clock.now();
  return dateAfterChange(businessDateOf(now, settingsOf(till)), now, till.db.lastZoneChange());
}

/** The date facts are booked on: the shift's own while there is one, so that a sale across the cut-over stays whole. */
export function bookingDate(till: OpenTill): string {
  const day = till.db.day();
  return day.state === 'closed' || day.businessDate === null
    ? businessDateNow(till)
    : day.businessDate;
}

/** `businessDate`: another than the shift's. `also` writes in the same transaction. */
type RecordOptions = Readonly<{ businessDate?: string; also?: () => void }>;

/**
 * Writes facts down, all or none, on the disk when it returns. `operator` is whose act it is: the shift's unless given.
 * Throws `Problem` (`disk-full` …) with nothing written.
 */
export function record(
  till: OpenTill,
  facts: readonly Fact[],
  operator: string | null = till.db.day().operator,
  { businessDate = bookingDate(till), also }: RecordOptions = {},
): Entry[] {
  const context = { at: till.ports.clock.now(), businessDate, operator };
  const before = till.db.day();
  const entries = till.db.journal.append(facts, context, till.ports.newId, also);
  const after = till.db.day();
  if (after.state !== before.state || after.operator !== before.operator) endPresence(till);
  raiseAnomalies(till, entries, context);
  till.changed();
  return entries;
}

/** What is odd about them is written beside them; that it could not be undoes nothing. */
function raiseAnomalies(till: OpenTill, entries: readonly Entry[], context: WriteContext): void {
  const { session, db, ports } = till;
  const { state, facts } = watchOn(session.watch, entries, settingsOf(till));
  session.watch = state;
  if (facts.length === 0) return;
  try {
    db.journal.append(facts, context, ports.newId);
  } catch (thrown) {
    logFailure(till, 'raise anomalies', thrown);
  }
}

/** Whether something is on the counter. */
export function basketBegun(session: Session): boolean {
  return session.basket.lines.length > 0;
}

/** What the basket comes to at the prices of its lines. */
export function dueMinor(session: Session): number {
  return basketTotals(session.basket).dueMinor;
}

/** Logs what was thrown: kind and stack of its cause, never what a person typed. */
export function logFailure(till: OpenTill, what: string, thrown: unknown): void {
  const problem = toProblem(thrown);
  till.ports.log.warn({ what, kind: problem.kind, err: problem.cause ?? problem }, 'failed');
}
