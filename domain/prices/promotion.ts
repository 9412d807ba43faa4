/** Promotions: the back office decides them, the basket applies them by itself. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { type Category, categoryIdSchema, withinCategory } from '../goods/category.ts';
import { promotionRuleSchema } from './promotion-rules.ts';

/** What one promotion does to the items it is for. Percents are in basis points, quantities thousandths. */
export const promotionSchema = z.object({
  id: z.string().min(1).max(40),
  name: namesSchema,
  /** First and last business date. */
  from: z.iso.date(),
  until: z.iso.date(),
  /** Items by their numbers, or whole categories. */
  skus: z.array(z.string()).max(1_000),
  categories: z.array(categoryIdSchema),
  rule: promotionRuleSchema,
  /** Of those of one group a line gets one; of another group another beside it. Absent: the group of all without. */
  group: z.string().min(1).max(20).optional(),
  withdrawn: z.boolean(),
});
export type Promotion = z.infer<typeof promotionSchema>;

/** The promotions of one business date, found by what they are for. */
export type ActivePromotions = Readonly<{
  bySku: ReadonlyMap<string, readonly Promotion[]>;
  byCategory: ReadonlyMap<string, readonly Promotion[]>;
  /** For everything but what they name. */
  allBut: readonly Promotion[];
}>;

/** What of `promotions` is valid on the business date `date`, `YYYY-MM-DD`; for a category, for all that `tree` has under it. */
export function activePromotions(
  promotions: readonly Promotion[],
  date: string,
  tree: readonly Category[] = [],
): ActivePromotions {
  const bySku = new Map<string, Promotion[]>();
  const byCategory = new Map<string, Promotion[]>();
  const valid = promotions.filter(
    ({ from, until, withdrawn }) => !withdrawn && from <= date && date <= until,
  );
  const within = ({ categories }: Promotion) => [
    ...new Set(categories.flatMap((id) => withinCategory(tree, id))),
  ];
  const isAllBut = ({ rule }: Promotion) => rule.kind === 'threshold' && rule.allBut;
  for (const promotion of valid.filter((each) => !isAllBut(each))) {
    for (const sku of promotion.skus) putUnder(bySku, sku, promotion);
    for (const category of within(promotion)) putUnder(byCategory, category, promotion);
  }
  return {
    bySku,
    byCategory,
    allBut: valid.filter(isAllBut).map((each) => ({ ...each, categories: within(each) })),
  };
}

/** What is for goods of this number and category, by id. */
export function promotionsFor(
  { sku, category }: Readonly<{ sku: string; category?: string | undefined }>,
  { bySku, byCategory, allBut }: ActivePromotions,
): Promotion[] {
  const inCategory = category === undefined ? [] : (byCategory.get(category) ?? []);
  const others = allBut.filter(
    ({ skus, categories }) =>
      !skus.includes(sku) && !(category !== undefined && categories.includes(category)),
  );
  const found = new Set([...(bySku.get(sku) ?? []), ...inCategory, ...others]);
  return [...found].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function putUnder<Key>(map: Map<Key, Promotion[]>, key: Key, promotion: Promotion): void {
  const list = map.get(key);
  if (list) list.push(promotion);
  else map.set(key, [promotion]);
}
