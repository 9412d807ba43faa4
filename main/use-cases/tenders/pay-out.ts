/** A sale is undone whole: what it took in cash is paid out with the sale that undoes it, in one transaction. */

import { assert } from '../../../domain/basics/assert.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import type { SaleView } from '../../../domain/contract/ipc.ts';
import type { Basket } from '../../../domain/sale/basket.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { counter } from '../sale/counter.ts';
import { book, cashOwedMinor } from '../sale/settlement.ts';

/**
 * `basket` is all of the sale `voids`, and the counter is empty. Throws `Problem` (`return-changed`, `disk-full` …) with
 * nothing booked.
 */
export function payOutVoided(
  till: OpenTill,
  basket: Basket,
  voids: string,
  allowed: Fact,
): SaleView {
  const here = counter(till);
  const { basket: empty } = here;
  here.basket = basket;
  try {
    const amountMinor = cashOwedMinor(till);
    const changeMinor = 0 - amountMinor;
    const tender = { kind: 'cash' as const, amountMinor, tenderedMinor: 0, changeMinor };
    const booking = { id: till.ports.newId(), facts: [allowed], opensDrawer: true, voids };
    const sale = book(till, tender, booking);
    assert(sale, 'what is owed makes it even');
    return sale;
  } catch (thrown) {
    // It never lay there.
    here.basket = empty;
    throw thrown;
  }
}
