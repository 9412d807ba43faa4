/** The shelves, as the back office says; of a store that has said nothing yet, the first ones. */
import { type Category, categorySchema, firstCategories } from '../../domain/goods/category.ts';
import type { Writable } from '../file/open.ts';
import { openPulledList, type PulledList } from '../file/pulled-list.ts';

export function openCategories(db: Writable): PulledList<Category> {
  const said = openPulledList(db, 'categories', categorySchema.parse);
  return {
    ...said,
    list: () => {
      const list = said.list();
      return list.length === 0 ? firstCategories : list;
    },
  };
}
