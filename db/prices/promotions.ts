/** Promotions, as the back office says. */
import type { Category } from '../../domain/goods/category.ts';
import {
  type ActivePromotions,
  activePromotions,
  type Promotion,
  promotionSchema,
} from '../../domain/prices/promotion.ts';
import type { Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

export type Promotions = Readonly<{
  /** Adds and replaces; one that was ended comes as withdrawn. */
  apply(list: readonly Promotion[]): void;
  /** All of them at once: one that is not in the list was never decided. */
  replace(list: readonly Promotion[]): void;
  list(): Promotion[];
  activeOn(businessDate: string): ActivePromotions;
}>;

/** `categories`: the tree of the moment; what is for a category is for what is under it. */
export function openPromotions(db: Writable, categories: () => readonly Category[]): Promotions {
  // Asked after every scan; the answer changes with the date and the next pull.
  let last: Readonly<{
    date: string;
    tree: readonly Category[];
    active: ActivePromotions;
  }> | null = null;
  const write = (list: readonly Promotion[]): void => {
    last = null;
    for (const promotion of list) {
      db.run(
        sql`INSERT INTO promotions (id, body) VALUES (${promotion.id}, ${JSON.stringify(promotion)})
            ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
      );
    }
  };
  return {
    apply: (list) => db.transaction(() => write(list)),
    replace: (list) =>
      db.transaction(() => {
        db.run(sql`DELETE FROM promotions`);
        write(list);
      }),
    list: () => listPromotions(db),
    activeOn: (date) => {
      const tree = categories();
      if (last?.date !== date || last.tree !== tree) {
        last = { date, tree, active: activePromotions(listPromotions(db), date, tree) };
      }
      return last.active;
    },
  };
}

function listPromotions(db: Writable): Promotion[] {
  return db
    .all<{ body: string }>(sql`SELECT body FROM promotions ORDER BY id`)
    .map(({ body }) => readStored(db.file, body, promotionSchema.parse));
}
