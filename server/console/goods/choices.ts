/** What forms about a shop offer, and the day it is there. */
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { type Category, inOrder } from '../../../domain/goods/category.ts';
import type { Choice } from '../frame/forms.ts';
import type { ShopVisit, View } from '../frame/visit.ts';

/** The business date of now, in this store. */
export function todayIn({ shop, now }: Pick<ShopVisit, 'shop' | 'now'>): string {
  return businessDateOf(now, shop.settings);
}

/** With what a category is under, from the shelf on. */
export function categoryChoices(
  { locale }: Pick<View, 'locale'>,
  tree: readonly Category[],
): Choice[] {
  const path: string[] = [];
  return inOrder(tree).map(({ category, level }) => {
    path.splice(level - 1, path.length, nameIn(category.name, locale));
    return { value: category.id, label: path.join(' › ') };
  });
}

/** One that is gone is told by its id. */
export function categoryName(
  { locale }: Pick<View, 'locale'>,
  tree: readonly Category[],
  id: string,
): string {
  const found = tree.find((one) => one.id === id);
  return found ? nameIn(found.name, locale) : id;
}
