/** The shelves of a shop: a tree that it makes itself. Goods name theirs by its id. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';

/** What goods, promotions and sales know a category by. */
export const categoryIdSchema = z.string().min(1).max(64);

export const categoryColours = ['blue', 'pine', 'amber', 'plum'] as const;

const categorySchema = z.object({
  id: categoryIdSchema,
  name: namesSchema,
  colour: z.enum(categoryColours),
});
export type Category = Readonly<z.infer<typeof categorySchema>>;

const category = (id: string, zh: string, en: string, colour: Category['colour']): Category => ({
  id,
  name: { zh, en },
  colour,
});

/** What a shop begins with. Until shops made their own, these were all there were. */
export const firstCategories: readonly Category[] = [
  category('drinks', '饮料', 'Drinks', 'blue'),
  category('produce', '果蔬', 'Produce', 'pine'),
  category('staples', '粮油', 'Staples', 'amber'),
  category('fresh', '生鲜', 'Fresh', 'pine'),
  category('snacks', '零食', 'Snacks', 'amber'),
  category('household', '日化', 'Household', 'blue'),
  category('tobacco-alcohol', '烟酒', 'Alcohol', 'plum'),
];
