/** Lines as tills wrote them before a line had three lives: one shape for the counter, the page and the journal. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { categoryIdSchema } from '../goods/category.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import type { CounterLine, SaleLine } from '../prices/line.ts';
import { taxShares } from '../prices/tax.ts';

export const olderLineSchema = z.object({
  line: z.int().positive(),
  sku: z.string(),
  barcode: z.string().nullable(),
  name: namesSchema,
  unit: z.enum(['piece', 'kg']),
  quantity: z.int().positive(),
  listPriceMinor: z.int().nonnegative(),
  /** Differs from the list price after an approved change. */
  priceMinor: z.int().nonnegative(),
  taxRate: z.int().nonnegative(),
  labelMinor: z.int().positive().optional(),
  weighed: z.literal(true).optional(),
  totalMinor: z.int().nonnegative(),
  category: categoryIdSchema.optional(),
  promotion: z
    .object({ id: z.string(), name: namesSchema, discountMinor: z.int().positive() })
    .optional(),
});
type OlderLine = z.infer<typeof olderLineSchema>;

/** As it lies on the counter of a till that was updated with goods on it. */
export const olderBasketSchema = z.object({
  id: z.string(),
  lines: z.array(olderLineSchema),
  nextLine: z.int().positive(),
  voidedLines: z.int().nonnegative(),
  owner: operatorNumberSchema.optional(),
  takenBackMinor: z.int().nonnegative().optional(),
});

/** What people had done to it. */
export function counterLineOf({
  promotion: _,
  totalMinor: __,
  priceMinor,
  ...line
}: OlderLine): CounterLine {
  const isSet = priceMinor !== line.listPriceMinor;
  return { ...line, kind: 'goods', ...(isSet ? { setPriceMinor: priceMinor } : {}) };
}

/** What was sold. */
export function saleLinesOf(lines: readonly OlderLine[]): SaleLine[] {
  const taxes = taxShares(lines);
  return lines.map(({ promotion, ...line }, index) => ({
    ...line,
    kind: 'goods',
    discounts: promotion
      ? [
          {
            source: 'promotion',
            id: promotion.id,
            name: promotion.name,
            minor: promotion.discountMinor,
          },
        ]
      : [],
    taxMinor: taxes[index] ?? 0,
  }));
}
