/**
 * A basket whose operator does not stand at the till any more waits until they do, on the same business date; one that was
 * put aside waits for its customer, and anybody takes it up. Channels: `basket.hold`, `basket.recall`.
 *
 * The row moves between the tables `basket` and `parked_baskets` in one transaction, together with the entry that ends
 * the shift: whenever the plug is pulled, it is in one of them.
 */

import { assert } from '../../../domain/basics/assert.ts';
import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { checkNoCard } from '../../till/typed.ts';
import { bringBack, checkNotInPayment, clearBasket, show } from './basket.ts';
import { basketBegun, counter, dueMinor, priced } from './counter.ts';
import { checkSaleNamed } from './named-sale.ts';

/** Throws `Problem`: `sale-in-payment`, `sale-changed`, `basket-empty`, `card-number-typed` for a name that is one. */
export function hold(till: OpenTill, { saleId, name }: ChannelInput<'basket.hold'>): ToldUpTo {
  checkNotInPayment(till);
  checkSaleNamed(till, saleId);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  checkNoCard(name);
  const { basket } = counter(till);
  const { operator, businessDate } = till.db.day();
  assert(operator !== null && businessDate !== null, 'whoever sells is signed in');
  const at = till.ports.clock.now();
  const body = { saleId, name, lines: basket.lines.length, totalMinor: dueMinor(till) };
  record(till, [{ kind: 'basket-held', body }], operator, {
    also: () => till.db.parked.park(basket, { operator, businessDate, at, heldAs: name }),
  });
  return clearBasket(till);
}

/** Throws `Problem`: `sale-in-payment`, `basket-open`, `hold-gone`. */
export function recall(till: OpenTill, { saleId }: ChannelInput<'basket.recall'>): ToldUpTo {
  checkNotInPayment(till);
  if (basketBegun(till)) throw new Problem('basket-open');
  const { operator, businessDate } = till.db.day();
  const held = till.db.parked
    .list()
    .find(
      ({ id, heldAs, businessDate: date }) =>
        id === saleId && heldAs !== null && date === businessDate,
    );
  if (!held) throw new Problem('hold-gone');
  const whose = held.operator === operator ? {} : { owner: held.operator };
  const { basket } = held;
  record(till, [{ kind: 'basket-recalled', body: { saleId, ...whose } }], operator, {
    also: () => till.db.parked.takeHeld(basket),
  });
  return show(till, basket);
}

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
    const lines = basket.lines.length;
    const totalMinor = totalsOf(priced(till, basket, businessDate)).dueMinor;
    const whose = operator === by ? {} : { owner: operator };
    const body = { saleId: id, lines, totalMinor, ...whose };
    // The row goes with the entry: db/journal/projections.ts.
    record(till, [{ kind: 'sale-abandoned', body }], by, { businessDate });
  }
}
