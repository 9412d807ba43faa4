/** The shelves of a store, as head office makes them. */
import {
  type Category,
  categorySchema,
  firstCategories,
  levelsMax,
  withinCategory,
} from '../../domain/goods/category.ts';
import { type AdminContext, keyed, versioned } from '../changes/context.ts';
import { changeSeen, type Seen } from '../changes/seen.ts';
import { findVersioned, upsert } from '../changes/versioned.ts';
import type { Database, Work } from '../store/tables.ts';

export type CategoriesAdmin = Readonly<{
  /** The withdrawn too. */
  categories(store: string): Promise<Category[]>;
  findCategory(store: string, id: string): Promise<Seen<Category> | null>;
  /** False where it is not as it was `seen` any more; null: one that is new. */
  changeCategory(store: string, category: Category, seen: number | null): Promise<boolean>;
  /** One place up or down among those of the same parent; false where there is none. */
  moveCategory(store: string, id: string, by: 1 | -1): Promise<boolean>;
}>;

export function createCategoriesAdmin({ db }: AdminContext): CategoriesAdmin {
  return {
    categories: (store) => readCategories(db, store),
    findCategory: async (store, id) => {
      const row = await findVersioned(db, 'categories', store, { id });
      return row && { value: categorySchema.parse(JSON.parse(row.body)), version: row.version };
    },
    changeCategory: (store, category, seen) => {
      const body = JSON.stringify(categorySchema.parse(category));
      return changeSeen(db, store, 'categories', { id: category.id }, { body }, seen);
    },
    moveCategory: (store, id, by) =>
      versioned(db, store, async (work, version) => {
        const all = await readCategories(work, store);
        const moved = all.find((one) => one.id === id);
        if (!moved) return false;
        const beside = all
          .filter((one) => !one.withdrawn && one.parent === moved.parent)
          .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
        const from = beside.indexOf(moved);
        const other = beside[from + by];
        if (!other) return false;
        beside[from + by] = moved;
        beside[from] = other;
        const numbered = beside.map((one, index) => ({ ...one, order: index + 1 }));
        await writeCategories(work, store, version, numbered);
        return true;
      }),
  };
}

/** What a new store has, in the transaction that makes it. */
export function beginWithCategories(work: Work, store: string): Promise<void> {
  return writeCategories(work, store, 1, firstCategories);
}

export type CategoryFault = 'has-children' | 'under-itself' | 'too-deep';

/** Why `category` may not be put so beside the others; null where it may. */
export function categoryFault(all: readonly Category[], category: Category): CategoryFault | null {
  const others = all.filter(({ id, withdrawn }) => id !== category.id && !withdrawn);
  const childrenOf = (id: string) => others.filter(({ parent }) => parent === id);
  if (category.withdrawn) return childrenOf(category.id).length > 0 ? 'has-children' : null;
  const { parent } = category;
  if (parent !== null && withinCategory(others, category.id).includes(parent)) {
    return 'under-itself';
  }
  const levelsFrom = (id: string): number =>
    1 + Math.max(0, ...childrenOf(id).map((one) => levelsFrom(one.id)));
  const levelsTo = (id: string | null): number => {
    const found = others.find((one) => one.id === id);
    return found ? 1 + levelsTo(found.parent) : 0;
  };
  return levelsTo(parent) + levelsFrom(category.id) > levelsMax ? 'too-deep' : null;
}

async function readCategories(db: Database | Work, store: string): Promise<Category[]> {
  const rows = await db
    .selectFrom('categories')
    .select('body')
    .where('store_id', '=', store)
    .orderBy('id')
    .execute();
  return rows.map(({ body }) => categorySchema.parse(JSON.parse(body)));
}

function writeCategories(
  work: Work,
  store: string,
  version: number,
  list: readonly Category[],
): Promise<void> {
  const rows = keyed(categorySchema, list, ({ id }) => ({ id }));
  return upsert(work, 'categories', ['id'], store, version, rows);
}
