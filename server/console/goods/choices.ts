/** What forms about a shop offer, and the day it is there. */
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { firstCategories } from '../../../domain/goods/category.ts';
import type { Choice } from '../frame/forms.ts';
import type { ShopVisit, View } from '../frame/visit.ts';

/** The business date of now, in this store. */
export function todayIn({ shop, now }: Pick<ShopVisit, 'shop' | 'now'>): string {
  return businessDateOf(now, shop.settings);
}

export function categoryChoices({ locale }: View): Choice[] {
  return firstCategories.map(({ id, name }) => ({ value: id, label: nameIn(name, locale) }));
}

/** One that is gone is told by its id. */
export function categoryName({ locale }: View, id: string): string {
  const found = firstCategories.find((one) => one.id === id);
  return found ? nameIn(found.name, locale) : id;
}
