/** Goods that go down before they are paid for: what counts as that, and what is asked where it is more than usual. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { isCounted } from '../basics/unit.ts';
import { reasonIdSchema, reasonTextSchema } from '../journal/reasons.ts';
import { lentSchema } from '../people/lent.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { type CounterLine, grossMinor, type PricedLine } from '../prices/line.ts';

export const firstTakenBackSchema = z.object({
  owner: operatorNumberSchema.optional(),
  /** The id alone: there was one list. */
  reason: growing(['customer', 'scanned', 'weighed', 'other']).optional(),
  approvedBy: operatorNumberSchema.optional(),
  lent: lentSchema.optional(),
});

/** What an entry holds of it: `owner`, whose basket it was where another acts; the rest where it was asked for. */
export const takenBackSchema = firstTakenBackSchema.extend({
  reasonId: reasonIdSchema.optional(),
  /** Not in entries of before a store made its own list. */
  reason: reasonTextSchema.optional(),
});

/** Whether `quantity` is less than the line has, or costs less. What an older till picked by hand has had no weight yet. */
export function goesDown(line: PricedLine, quantity: number): boolean {
  if (!isCounted(line.unit) && line.weighed !== true) return false;
  const { labelMinor, ...rest } = line;
  return quantity < line.quantity || grossMinor({ ...rest, quantity }) < grossMinor(line);
}

/** Whether `left` is less than `line`, which it becomes again, or costs less. */
export function isLess(line: CounterLine, left: CounterLine): boolean {
  const gross = (of: CounterLine) =>
    grossMinor({ ...of, priceMinor: of.setPriceMinor ?? of.listPriceMinor });
  return left.quantity < line.quantity || gross(left) < gross(line);
}
