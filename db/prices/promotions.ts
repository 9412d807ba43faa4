/** Promotions, as the back office says. */
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

export function openPromotions(db: Writable): Promotions {
  // Asked after every scan; the answer changes with the date and the next pull.
  let last: Readonly<{ date: string; active: ActivePromotions }> | null = null;
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
      if (last?.date !== date) last = { date, active: readActive(db, date) };
      return last.active;
    },
  };
}

function readActive(db: Writable, date: string): ActivePromotions {
  return activePromotions(listPromotions(db), date);
}

function listPromotions(db: Writable): Promotion[] {
  return db
    .all<{ body: string }>(sql`SELECT body FROM promotions ORDER BY id`)
    .map(({ body }) => readStored(db.file, body, promotionSchema.parse));
}
