/** What can be picked by hand. Channels: `catalogue.*`, behind the gate. */

import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { type Category, inOrder, withinCategory } from '../../../domain/goods/category.ts';
import { type Item, pricedOn } from '../../../domain/goods/item.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';

/** As many as a screen with a scroll bar is any good for. */
const itemsMax = 200;

export function favourites(till: OpenTill): Item[] {
  return priced(till, till.db.catalogue.favourites());
}

export function inCategory(till: OpenTill, input: ChannelInput<'catalogue.category'>): Item[] {
  const categories = withinCategory(till.db.categories.list(), input.category);
  return priced(till, till.db.catalogue.inCategories(categories, itemsMax));
}

/** In their order. */
export function listCategories(till: OpenTill): Category[] {
  return inOrder(till.db.categories.list()).map(({ category }) => category);
}

export function search(till: OpenTill, input: ChannelInput<'catalogue.search'>): Item[] {
  return priced(till, till.db.catalogue.search(input.text, itemsMax));
}

/** At the prices of the shift's business date, which are what the basket will ask. */
function priced(till: OpenTill, items: readonly Item[]): Item[] {
  const date = bookingDate(till);
  return items.map((item) => pricedOn(item, date));
}
