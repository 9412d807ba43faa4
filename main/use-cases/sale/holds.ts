/**
 * A basket whose operator does not stand at the till any more waits until they do, on the same business date.
 *
 * The row moves between the tables `basket` and `parked_baskets` in one transaction, together with the entry that ends
 * the shift: whenever the plug is pulled, it is in one of them.
 */

import { basketTotals } from '../../../domain/sale/basket.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { presence } from '../../till/presence.ts';
import { basketBegun, logFailure, type OpenTill, record } from '../../till/session.ts';
import { bringBack, startNewBasket } from './basket.ts';

/** Ends the shift of whoever is signed in; what lies on the counter is parked. */
export function endShiftParked(till: OpenTill, reason: 'handed-over' | 'withdrawn'): void {
  const { session, db, ports } = till;
  const { operator, businessDate } = db.day();
  const { basket } = session;
  const at = ports.clock.now();
  const whose =
    basketBegun(session) && operator !== null && businessDate !== null
      ? { operator, businessDate, at }
      : null;
  record(till, [{ kind: 'signed-out', body: { reason } }], operator, {
    also: () => {
      if (whose) db.parked.park(basket, whose);
    },
  });
  presence(till).operator = null;
  if (whose) startNewBasket(till);
  till.changed();
  till.wantSync();
}

/** The basket of whoever has just signed in, if one waits. */
export function bringBackParked(till: OpenTill): void {
  try {
    if (bringBack(till)) till.changed();
  } catch (thrown) {
    // It stays parked, and comes with the next empty counter.
    logFailure(till, 'bring back', thrown);
  }
}

/**
 * Baskets that nobody will come back for: of a date that is closed now, or over. Each is a fact of its own date, `by` who
 * closes it (null: the till itself), and names whose it was.
 */
export function giveUpParked(
  till: OpenTill,
  isOver: (businessDate: string) => boolean,
  by: string | null,
): void {
  for (const { id, operator, businessDate, basket } of till.db.parked.list()) {
    if (!isOver(businessDate)) continue;
    const lines = basket?.lines.length ?? 0;
    const totalMinor = basket ? basketTotals(basket).dueMinor : 0;
    const whose = operator === by ? {} : { owner: operator };
    const body = { saleId: id, lines, totalMinor, ...whose };
    // The row goes with the entry: db/journal/projections.ts.
    record(till, [{ kind: 'sale-abandoned', body }], by, { businessDate });
  }
}

/** Ends the shift of a locked till so that another operator may sign in. Channel: `till.handOver`. */
export function handOver(till: OpenTill): Record<string, never> {
  if (till.db.day().state !== 'locked') throw new Problem('bad-request');
  endShiftParked(till, 'handed-over');
  return {};
}
