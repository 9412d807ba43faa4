/** What forms about a shop offer, and the day it is there. */
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { categorySchema } from '../../../domain/goods/item.ts';
import type { Choice } from '../frame/forms.ts';
import type { ShopVisit, View } from '../frame/visit.ts';

/** The business date of now, in this store. */
export function todayIn({ shop, now }: Pick<ShopVisit, 'shop' | 'now'>): string {
  return businessDateOf(now, shop.settings);
}

export function categoryChoices({ say }: View): Choice[] {
  return categorySchema.options.map((value) => ({ value, label: say(`category.${value}`) }));
}
