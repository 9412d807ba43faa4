/** What the shop sells. The back office owns it; the till holds a copy. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { extend, one } from '../basics/quantity.ts';
import { shownOf, unitSchema, unitSymbol } from '../basics/unit.ts';
import { categoryIdSchema } from './category.ts';

/** More changes of a price than anybody plans ahead. */
export const pricesMax = 50;

export const itemSchema = z.object({
  /** The shop's own number; for weighed goods its last five digits are the PLU of the scale. */
  sku: z.string().regex(/^\d{5,8}$/),
  name: namesSchema,
  /** First letters of the name's pinyin, lower case: `农夫山泉` → `nfsq`. */
  pinyin: z.string().regex(/^[a-z0-9]*$/),
  /** GTIN-13 on the package; null for what is sold by weight or picked by hand. */
  barcode: z
    .string()
    .regex(/^\d{8}$|^\d{13}$/)
    .nullable(),
  category: categoryIdSchema,
  unit: unitSchema,
  /** Of one unit. */
  priceMinor: z.int().nonnegative(),
  /** Thousandths of the unit that people are told the price of: 500 of a kg is 斤. Absent: the whole unit. */
  shownPer: z.int().positive().optional(),
  /** Prices from a business date on, oldest first; before the first of them `priceMinor` stands. */
  prices: z
    .array(z.object({ from: z.iso.date(), priceMinor: z.int().nonnegative() }))
    .max(pricesMax)
    .refine(isOldestFirst, 'oldest first, one a date')
    .optional(),
  taxRate: z.int().min(0).max(10_000),
  /** Position among the favourites; null for the rest. */
  favourite: z.int().positive().nullable(),
  /** Sold no longer; kept so that old receipts still have a name. */
  withdrawn: z.boolean(),
});
export type Item = z.infer<typeof itemSchema>;

/** What one unit costs on the business date `date`, `YYYY-MM-DD`. */
export function priceOn(item: Pick<Item, 'priceMinor' | 'prices'>, date: string): number {
  const valid = item.prices?.filter(({ from }) => from <= date).at(-1);
  return valid?.priceMinor ?? item.priceMinor;
}

/** The item as it is sold on `date`: with the one price that is valid then. */
export function pricedOn({ prices, ...item }: Item, date: string): Item {
  return { ...item, priceMinor: priceOn({ ...item, prices }, date) };
}

/** The price as people think of it, with what it is for; the whole unit's where the other is no whole minor unit. */
export function shownPrice({
  unit,
  priceMinor,
  shownPer = one,
}: Pick<Item, 'unit' | 'priceMinor' | 'shownPer'>): Readonly<{ minor: number; per: string }> {
  const [whole, ...others] = shownOf(unit);
  const [per, symbol] = others.find(([of]) => of === shownPer) ?? whole ?? [one, ''];
  const isExact = (priceMinor * per) % one === 0;
  return {
    minor: isExact ? extend(priceMinor, per) : priceMinor,
    per: isExact ? symbol : unitSymbol(unit),
  };
}

function isOldestFirst(prices: readonly Readonly<{ from: string }>[]): boolean {
  return prices.every(({ from }, index) => index === 0 || (prices[index - 1]?.from ?? '') < from);
}
