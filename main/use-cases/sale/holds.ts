/**
 * A basket whose operator does not stand at the till any more waits until they do, on the same business date.
 *
 * The row moves between the tables `basket` and `parked_baskets` in one transaction, together with the entry that ends
 * the shift: whenever the plug is pulled, it is in one of them.
 */

import { totalsOf } from '../../../domain/sale/totals.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { bringBack } from './basket.ts';
import { priced } from './counter.ts';

/** The basket of whoever has just signed in, if one waits. */
export function bringBackParked(till: OpenTill): void {
  try {
    bringBack(till);
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
    const totalMinor = basket ? totalsOf(priced(till, basket, businessDate)).dueMinor : 0;
    const whose = operator === by ? {} : { owner: operator };
    const body = { saleId: id, lines, totalMinor, ...whose };
    // The row goes with the entry: db/journal/projections.ts.
    record(till, [{ kind: 'sale-abandoned', body }], by, { businessDate });
  }
}
