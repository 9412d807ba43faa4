/** Promotions, as the back office says. */
import type { Category } from '../../domain/goods/category.ts';
import {
  type ActivePromotions,
  activePromotions,
  type Promotion,
  promotionSchema,
} from '../../domain/prices/promotion.ts';
import type { Writable } from '../file/open.ts';
import { openPulledList, type PulledList } from '../file/pulled-list.ts';

export type Promotions = PulledList<Promotion> &
  Readonly<{ activeOn(businessDate: string): ActivePromotions }>;

/** `categories`: the tree of the moment; what is for a category is for what is under it. */
export function openPromotions(db: Writable, categories: () => readonly Category[]): Promotions {
  const said = openPulledList(db, 'promotions', promotionSchema.parse);
  // Asked after every scan; the answer changes with the date and the next pull.
  let last: Readonly<{
    date: string;
    tree: readonly Category[];
    list: readonly Promotion[];
    active: ActivePromotions;
  }> | null = null;
  return {
    ...said,
    activeOn: (date) => {
      const [tree, list] = [categories(), said.list()];
      if (last?.date !== date || last.tree !== tree || last.list !== list) {
        last = { date, tree, list, active: activePromotions(list, date, tree) };
      }
      return last.active;
    },
  };
}
