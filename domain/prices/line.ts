/** A line of goods with its price: what lies on the counter, what is paid for, what the journal keeps. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { extend } from '../basics/quantity.ts';

import { anyCategorySchema } from '../goods/item.ts';

export const basketLineSchema = z.object({
  /** Unique within the basket; never used again after a line is removed. */
  line: z.int().positive(),
  sku: z.string(),
  barcode: z.string().nullable(),
  name: namesSchema,
  unit: z.enum(['piece', 'kg']),
  quantity: z.int().positive(),
  /** What the catalogue asks for one unit. */
  listPriceMinor: z.int().nonnegative(),
  /** What this customer pays for one unit; differs from the list price after an approved change. */
  priceMinor: z.int().nonnegative(),
  taxRate: z.int().nonnegative(),
  /** What a label of the shop's scale asks for the whole line, where that is not price × quantity. */
  labelMinor: z.int().positive().optional(),
  /** The weight is known, from a label, the scale or whoever typed it: lowered by approval only. Not from older tills. */
  weighed: z.literal(true).optional(),
  /** What the line costs, less its promotion. */
  totalMinor: z.int().nonnegative(),
  /** Which promotions are for it. Not in the journals of older tills. */
  category: anyCategorySchema.optional(),
  /** The one that was applied, and what it takes off this line. Not in the journals of older tills. */
  promotion: z
    .object({ id: z.string(), name: namesSchema, discountMinor: z.int().positive() })
    .optional(),
});
export type BasketLine = z.infer<typeof basketLineSchema>;

/** What the line costs without a promotion. */
export function grossMinor(
  line: Pick<BasketLine, 'priceMinor' | 'quantity' | 'labelMinor'>,
): number {
  return line.labelMinor ?? extend(line.priceMinor, line.quantity);
}
