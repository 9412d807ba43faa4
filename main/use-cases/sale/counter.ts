/** What lies on the counter. */
import type { TillDatabase } from '../../../db/till-database.ts';
import type { NewId } from '../../../domain/basics/random.ts';
import type { BasketView } from '../../../domain/contract/ipc.ts';
import type { PricedLine } from '../../../domain/prices/line.ts';
import { price, priceLess } from '../../../domain/prices/price.ts';
import { type Basket, emptyBasket } from '../../../domain/sale/basket.ts';
import type { HalfPaid, Taken } from '../../../domain/sale/settlement.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { bookingDate } from '../../till/business-day.ts';
import { memory } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import type { Shortfall } from '../../till/witness.ts';

export type Counter = {
  basket: Basket;
  /** It with its prices, as they were worked out when it was last changed: what the page shows is what is paid. */
  priced: Readonly<{ basket: Basket; lines: PricedLine[] }> | null;
  /** What the page was told of last. */
  told: BasketView | null;
  /** The attempt that is being asked for now: what lies here must not change. */
  underWay: string | null;
  /** When the last sale of this run was paid, monotonic ms. */
  soldAt: number | null;
};

export const counter = memory<Counter>(({ db, ports, shortfall }) => ({
  basket: restoreBasket(db, ports.newId, shortfall),
  priced: null,
  told: null,
  underWay: null,
  soldAt: null,
}));

/**
 * The basket as it was; an empty one where there was none, or where it has been sold: a crash after the commit and
 * before the basket was cleared must not sell it twice. A file that was put back has the id of a sale that may since have
 * been made: what lies on the counter is another one.
 */
function restoreBasket(db: TillDatabase, newId: NewId, shortfall: Shortfall | null): Basket {
  const saved = db.basket.load();
  if (!saved || db.sales.find(saved.id)) return emptyBasket(newId());
  const begun = saved.lines.length > 0;
  return begun && !shortfall ? saved : { ...saved, id: newId() };
}

/** Whether something is on the counter. */
export function basketBegun(till: OpenTill): boolean {
  return counter(till).basket.lines.length > 0;
}

/** What was paid of the sale at hand before it is even; while there is some, its goods are fixed. */
export function takenOf(till: OpenTill): readonly Taken[] {
  return halfPaidOf(till)?.taken ?? [];
}

function halfPaidOf(till: OpenTill): HalfPaid | undefined {
  const { id } = counter(till).basket;
  return till.db.halfPaid().find(({ saleId }) => saleId === id);
}

/** What lies there, with its prices; half paid it costs what it did, over a restart and whatever promotions came since. */
export function pricedLines(till: OpenTill): PricedLine[] {
  const here = counter(till);
  if (here.priced?.basket !== here.basket) {
    const off = halfPaidOf(till)?.off;
    const lines = off ? priceLess(here.basket, off) : priced(till, here.basket);
    here.priced = { basket: here.basket, lines };
  }
  return here.priced.lines;
}

/** What `basket` costs by the rules of `businessDate`. */
export function priced(
  till: OpenTill,
  basket: Basket,
  businessDate = bookingDate(till),
): PricedLine[] {
  return price(basket, till.db.promotions.activeOn(businessDate));
}

/** What the basket comes to, in minor units. */
export function dueMinor(till: OpenTill): number {
  return totalsOf(pricedLines(till)).dueMinor;
}
