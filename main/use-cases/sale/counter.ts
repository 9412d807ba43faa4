/** What lies on the counter. */
import type { TillDatabase } from '../../../db/till-database.ts';
import type { NewId } from '../../../domain/basics/random.ts';
import type { BasketView } from '../../../domain/contract/ipc.ts';
import {
  type Basket,
  basketSchema,
  basketTotals,
  emptyBasket,
} from '../../../domain/sale/basket.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import type { Shortfall } from '../../till/witness.ts';

export type Counter = {
  basket: Basket;
  /** What the page was told of last. */
  told: BasketView | null;
  /** It is being paid for: what lies here must not change. */
  inPayment: boolean;
  /** When the last sale of this run was paid, monotonic ms. */
  soldAt: number | null;
};

export const counter = memory<Counter>(({ db, ports, shortfall }) => ({
  basket: restoreBasket(db, ports.newId, shortfall),
  told: null,
  inPayment: false,
  soldAt: null,
}));

/**
 * The basket as it was; an empty one where there was none, or where it has been sold: a crash after the commit and
 * before the basket was cleared must not sell it twice. A file that was put back has the id of a sale that may since have
 * been made: what lies on the counter is another one.
 */
function restoreBasket(db: TillDatabase, newId: NewId, shortfall: Shortfall | null): Basket {
  const saved = basketSchema.safeParse(db.basket.load());
  if (!saved.success || db.sales.find(saved.data.id)) return emptyBasket(newId());
  const begun = saved.data.lines.length > 0;
  return begun && !shortfall ? saved.data : { ...saved.data, id: newId() };
}

/** Whether something is on the counter. */
export function basketBegun(till: OpenTill): boolean {
  return counter(till).basket.lines.length > 0;
}

/** What the basket comes to at the prices of its lines, in minor units. */
export function dueMinor(till: OpenTill): number {
  return basketTotals(counter(till).basket).dueMinor;
}
