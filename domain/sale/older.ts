/** Lines as tills wrote them before a line had three lives: one shape for the counter, the page and the journal. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { namesSchema } from '../basics/names.ts';
import { categoryIdSchema } from '../goods/category.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { discountBySchema, type HandDiscount } from '../prices/hand.ts';
import { type CounterLine, counterLineSchema, grossMinor, type SaleLine } from '../prices/line.ts';
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

/** What a person takes off, before it was held to what it was given for: a reason by its id alone. */
const looseHandSchema = z.object({
  by: discountBySchema,
  reason: growing(['damaged', 'expiring', 'complaint', 'regular', 'other']),
});

/** A basket of those days. What was done to it could not be undone at first. */
export const looseBasketSchema = olderBasketSchema.extend({
  lines: z.array(counterLineSchema.extend({ hand: looseHandSchema.optional() })),
  discount: looseHandSchema.optional(),
});
type LooseBasket = z.infer<typeof looseBasketSchema>;

/** Held to what lies there; nothing of it can be undone. */
export function heldBasket({ lines, discount, ...basket }: LooseBasket) {
  const gross = (line: LooseBasket['lines'][number]) =>
    grossMinor({ ...line, priceMinor: line.setPriceMinor ?? line.listPriceMinor });
  const held = lines.map(({ hand, ...line }) => ({
    ...line,
    ...(hand ? { hand: holding(hand, gross(line)) } : {}),
  }));
  const goods = lines.filter(({ kind }) => kind === 'goods');
  const sum = goods.reduce((whole, line) => whole + gross(line), 0);
  const whole = discount ? { discount: holding(discount, sum) } : {};
  return { ...basket, lines: held, ...whole, done: [], acts: 0 };
}

/** What it comes to stays what the customer was told: nobody knows any more what an amount was taken off. */
function holding(
  { by, reason }: z.infer<typeof looseHandSchema>,
  grossOfMinor: number,
): HandDiscount {
  const ofMinor = 'minor' in by ? Math.min(by.minor, grossOfMinor) : grossOfMinor;
  return { by, reasonId: reason, ofMinor: Math.max(0, ofMinor) };
}

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
