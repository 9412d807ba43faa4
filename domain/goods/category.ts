/** The shelves of a shop: a tree that it makes itself. Goods name theirs by its id. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { namesSchema } from '../basics/names.ts';

/** What goods, promotions and sales know a category by. */
export const categoryIdSchema = z.string().min(1).max(64);

export const categoryColours = ['blue', 'pine', 'amber', 'plum'] as const;

/** A shelf, what stands on it, and one more. */
export const levelsMax = 3;

export const categorySchema = z.object({
  id: categoryIdSchema,
  name: namesSchema,
  colour: growing(categoryColours),
  /** Place among those of the same parent, from 1; of two alike the one with the smaller id. */
  order: z.int().positive(),
  /** Null for a shelf. */
  parent: categoryIdSchema.nullable(),
  /** There no longer; kept so that tills hear of it. */
  withdrawn: z.boolean(),
});
export type Category = Readonly<z.infer<typeof categorySchema>>;

const category = (
  order: number,
  id: string,
  zh: string,
  en: string,
  colour: Category['colour'],
): Category => ({ id, name: { zh, en }, colour, order, parent: null, withdrawn: false });

/** What a shop begins with. Until shops made their own, these were all there were. */
export const firstCategories: readonly Category[] = [
  category(1, 'drinks', '饮料', 'Drinks', 'blue'),
  category(2, 'produce', '果蔬', 'Produce', 'pine'),
  category(3, 'staples', '粮油', 'Staples', 'amber'),
  category(4, 'fresh', '生鲜', 'Fresh', 'pine'),
  category(5, 'snacks', '零食', 'Snacks', 'amber'),
  category(6, 'household', '日化', 'Household', 'blue'),
  category(7, 'tobacco-alcohol', '烟酒', 'Alcohol', 'plum'),
];

type Placed = Readonly<{ category: Category; level: number }>;

/**
 * What is there, each before what is under it, with its level from 1. One under a parent that is gone is a shelf; one
 * that is under itself is nowhere.
 */
export function inOrder(all: readonly Category[]): Placed[] {
  const here = all.filter(({ withdrawn }) => !withdrawn);
  const ids = new Set(here.map(({ id }) => id));
  const under = (parent: string | null, level: number): Placed[] =>
    here
      .filter((one) => (one.parent !== null && ids.has(one.parent) ? one.parent : null) === parent)
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
      .flatMap((one) => [{ category: one, level }, ...under(one.id, level + 1)]);
  return under(null, 1);
}

/** Its own id and those of all that is under it. */
export function withinCategory(all: readonly Category[], id: string): string[] {
  const found = new Set([id]);
  // A set hands out what is added while it is read: each id once, however parents point.
  for (const parent of found) {
    for (const one of all) if (!one.withdrawn && one.parent === parent) found.add(one.id);
  }
  return [...found];
}
