/**
 * What a part of a sold line costs when it comes back: the price really paid, its share of every discount, its tax. Shares
 * are differences of rounded running sums, so that whatever is brought back in whatever parts, the sums given back come to
 * what was paid, and never to more on the way.
 */
import { assert } from '../basics/assert.ts';
import { allocate, multiplyRounded } from '../basics/money.ts';
import { extend } from '../basics/quantity.ts';
import type { Discount, Paid, PricedLine } from './line.ts';

type CameBack = Pick<PricedLine, 'priceMinor' | 'discounts' | 'totalMinor' | 'labelMinor'> &
  Readonly<{ taxMinor: number }>;

/** `quantity` below zero, no more of it than is left. Minor units, below zero. */
export function cameBack(paid: Paid, quantity: number): CameBack {
  const { before, priceMinor } = paid;
  assert(quantity < 0 && before - quantity <= paid.quantity, `${quantity} after ${before} back`);
  const share = (minor: number) =>
    multiplyRounded(minor, before - quantity, paid.quantity) -
    multiplyRounded(minor, before, paid.quantity);
  const totalMinor = share(paid.totalMinor);
  // Two roundings may part by a minor unit: a discount is never the other way.
  const grossMinor = Math.max(share(paid.grossMinor), totalMinor);
  const asks = grossMinor === extend(priceMinor, -quantity) ? {} : { labelMinor: grossMinor };
  return {
    priceMinor,
    ...asks,
    discounts: shared(paid.discounts, grossMinor - totalMinor),
    totalMinor: 0 - totalMinor,
    taxMinor: 0 - share(paid.taxMinor),
  };
}

/** `offMinor` over the discounts as they were given, below zero. */
function shared(discounts: readonly Discount[], offMinor: number): Discount[] {
  if (offMinor === 0) return [];
  const [first] = discounts;
  assert(first, 'what was less than its price had a discount');
  const shares = allocate(
    offMinor,
    discounts.map(({ minor }) => minor),
  );
  return discounts.flatMap((discount, index) => {
    const minor = shares[index] ?? 0;
    return minor === 0 ? [] : [{ ...discount, minor: -minor }];
  });
}
