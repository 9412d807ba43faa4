/**
 * Three lives of a line: what people did to it, as it lies on the counter; that with its price, as everybody sees it; and,
 * once it is paid for, what the journal keeps.
 */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { namesSchema } from '../basics/names.ts';
import { extend } from '../basics/quantity.ts';
import { unitSchema } from '../basics/unit.ts';
import { categoryIdSchema } from '../goods/category.ts';
import { reasonIdSchema, reasonTextSchema } from '../journal/reasons.ts';
import { handDiscountSchema } from './hand.ts';

/** A `return` counts below zero. */
export const lineKinds = ['goods', 'return'] as const;

/** Who or what takes something off. */
export const discountSources = ['promotion', 'hand'] as const;

const nonZero = z.int().refine((value) => value !== 0, 'not nothing');

/** What a person wrote for the customer or whoever packs; a receipt has room for it. */
export const noteMax = 60;
export const noteSchema = z.string().trim().min(1).max(noteMax);

/** What every life has. An item's name, price and tax are those of the moment it was added. */
const commonSchema = z.object({
  /** Unique within the basket; never used again after a line is removed. */
  line: z.int().positive(),
  kind: growing(lineKinds),
  sku: z.string(),
  barcode: z.string().nullable(),
  name: namesSchema,
  unit: unitSchema,
  /** Thousandths; below zero for what comes back. */
  quantity: nonZero,
  /** What the catalogue asks for one unit. */
  listPriceMinor: z.int().nonnegative(),
  taxRate: z.int().nonnegative(),
  /** What a label of the shop's scale asks for the whole line, where that is not price × quantity. */
  labelMinor: z.int().nonnegative().optional(),
  /** The weight is known, from a label, the scale or whoever typed it: lowered by approval only. */
  weighed: z.literal(true).optional(),
  /** Which promotions are for it. */
  category: categoryIdSchema.optional(),
  note: noteSchema.optional(),
  /** Of what comes back: the line that it undoes. None without a receipt. */
  undoes: z
    .object({
      saleId: z.uuid(),
      line: z.int().positive(),
      /** Of that sale, as its receipt has them. */
      number: z.int().positive(),
      date: z.iso.date(),
    })
    .optional(),
  /** Why it comes back. */
  reasonId: reasonIdSchema.optional(),
  reason: reasonTextSchema.optional(),
});

/** What is taken off a line, by name. */
export const discountSchema = z.object({
  source: growing(discountSources),
  /** Of the promotion, and its name. */
  id: z.string().optional(),
  name: namesSchema.optional(),
  /** Of what a person took off. */
  reasonId: reasonIdSchema.optional(),
  /** The same, of before a store made its own list. */
  reason: z.string().max(64).optional(),
  /** Taken off the whole basket by a person. */
  whole: z.literal(true).optional(),
  /** This line's share, on the side of zero the line is on. */
  minor: nonZero,
});
export type Discount = z.infer<typeof discountSchema>;

/** A line as it was sold, for what comes back of it; `before`: so much of it came back already, in thousandths. */
export const paidSchema = z.object({
  quantity: z.int().positive(),
  before: z.int().nonnegative(),
  priceMinor: z.int().nonnegative(),
  grossMinor: z.int().nonnegative(),
  discounts: z.array(discountSchema),
  totalMinor: z.int().nonnegative(),
  taxMinor: z.int().nonnegative(),
});
export type Paid = z.infer<typeof paidSchema>;

/** On the counter. Nothing of it is worked out. */
export const counterLineSchema = commonSchema.extend({
  /** What was paid for what comes back: it costs that, whatever the rules say by now. */
  paid: paidSchema.optional(),
  /** Another price for one unit than the list's, given with approval. */
  setPriceMinor: z.int().nonnegative().optional(),
  /** What a person takes off it. */
  hand: handDiscountSchema.optional(),
});
export type CounterLine = z.infer<typeof counterLineSchema>;

/** What is off one line of a basket. */
export const lineOffSchema = z.object({
  line: z.int().positive(),
  discounts: z.array(discountSchema).min(1),
});
export type LineOff = z.infer<typeof lineOffSchema>;

const pricedSchema = z.object({
  /** What this customer pays for one unit, before discounts. */
  priceMinor: z.int().nonnegative(),
  discounts: z.array(discountSchema),
  /** What the line costs, less its discounts. */
  totalMinor: z.int(),
  /** Known before it is sold only of what comes back: its share of what was paid. */
  taxMinor: z.int().optional(),
});

/** With its price: worked out anew whenever the counter changes, and never stored as what it is worked out from. */
export const pricedLineSchema = counterLineSchema.extend(pricedSchema.shape);
export type PricedLine = z.infer<typeof pricedLineSchema>;

/** In the journal. */
export const saleLineSchema = commonSchema.extend({
  ...pricedSchema.shape,
  /** Its share of the tax of its rate. */
  taxMinor: z.int(),
});
export type SaleLine = z.infer<typeof saleLineSchema>;

/** What the line costs without a discount; below zero for what comes back. */
export function grossMinor({
  priceMinor,
  quantity,
  labelMinor,
}: Pick<PricedLine, 'priceMinor' | 'quantity' | 'labelMinor'>): number {
  return labelMinor === undefined ? extend(priceMinor, quantity) : Math.sign(quantity) * labelMinor;
}
