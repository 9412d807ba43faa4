/** Promotions: the back office decides them, the basket applies them by itself. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { categoryIdSchema } from '../goods/category.ts';

/** What one promotion does to the items it is for. Percents are in basis points. */
export const promotionSchema = z.object({
  id: z.string().min(1).max(40),
  name: namesSchema,
  /** First and last business date. */
  from: z.iso.date(),
  until: z.iso.date(),
  /** Items by their numbers, or whole categories. */
  skus: z.array(z.string()).max(1_000),
  categories: z.array(categoryIdSchema),
  rule: z.discriminatedUnion('kind', [
    /** So much off the price of each. */
    z.object({ kind: z.literal('percent-off'), basisPoints: z.int().min(1).max(10_000) }),
    /** Each `buy + free` of one item cost as much as `buy`. Pieces only. */
    z.object({ kind: z.literal('buy-get'), buy: z.int().positive(), free: z.int().positive() }),
    /** `quantity` of one item for `priceMinor` together. Pieces only. */
    z.object({
      kind: z.literal('bundle'),
      quantity: z.int().min(2),
      priceMinor: z.int().nonnegative(),
    }),
  ]),
  withdrawn: z.boolean(),
});
export type Promotion = z.infer<typeof promotionSchema>;

export type PromotionRule = Promotion['rule'];

/** The promotions of one business date, found by what they are for. */
export type ActivePromotions = Readonly<{
  bySku: ReadonlyMap<string, readonly Promotion[]>;
  byCategory: ReadonlyMap<string, readonly Promotion[]>;
}>;

/** What of `promotions` is valid on the business date `date`, `YYYY-MM-DD`. */
export function activePromotions(promotions: readonly Promotion[], date: string): ActivePromotions {
  const bySku = new Map<string, Promotion[]>();
  const byCategory = new Map<string, Promotion[]>();
  const valid = promotions.filter(
    ({ from, until, withdrawn }) => !withdrawn && from <= date && date <= until,
  );
  for (const promotion of valid) {
    for (const sku of promotion.skus) putUnder(bySku, sku, promotion);
    for (const category of promotion.categories) putUnder(byCategory, category, promotion);
  }
  return { bySku, byCategory };
}

function putUnder<Key>(map: Map<Key, Promotion[]>, key: Key, promotion: Promotion): void {
  const list = map.get(key);
  if (list) list.push(promotion);
  else map.set(key, [promotion]);
}
