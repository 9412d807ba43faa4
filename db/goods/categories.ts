/** The shelves, as the back office says; of a store that has said nothing yet, the first ones. */
import { type Category, categorySchema, firstCategories } from '../../domain/goods/category.ts';
import type { Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

export type Categories = Readonly<{
  /** Adds and replaces; one that is gone comes as withdrawn. */
  apply(list: readonly Category[]): void;
  /** All of them at once. */
  replace(list: readonly Category[]): void;
  /** The withdrawn too. */
  list(): readonly Category[];
}>;

export function openCategories(db: Writable): Categories {
  // Asked after every scan.
  let known: readonly Category[] | null = null;
  const write = (list: readonly Category[]): void => {
    known = null;
    for (const category of list) {
      db.run(
        sql`INSERT INTO categories (id, body) VALUES (${category.id}, ${JSON.stringify(category)})
            ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      );
    }
  };
  return {
    apply: (list) => db.transaction(() => write(list)),
    replace: (list) =>
      db.transaction(() => {
        db.run(sql`DELETE FROM categories`);
        write(list);
      }),
    list: () => {
      known ??= db
        .all<{ body: string }>(sql`SELECT body FROM categories ORDER BY id`)
        .map(({ body }) => readStored(db.file, body, categorySchema.parse));
      return known.length === 0 ? firstCategories : known;
    },
  };
}
