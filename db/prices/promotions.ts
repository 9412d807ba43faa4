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
  activeOn(businessDate: string): ActivePromotions;
}>;

export function openPromotions(db: Writable): Promotions {
  // Asked after every scan; the answer changes with the date and the next pull.
  let last: Readonly<{ date: string; active: ActivePromotions }> | null = null;
  return {
    apply: (list) => {
      last = null;
      db.transaction(() => {
        for (const promotion of list) {
          db.run(
            sql`INSERT INTO promotions (id, body) VALUES (${promotion.id}, ${JSON.stringify(promotion)})
                ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
          );
        }
      });
    },
    activeOn: (date) => {
      if (last?.date !== date) last = { date, active: readActive(db, date) };
      return last.active;
    },
  };
}

function readActive(db: Writable, date: string): ActivePromotions {
  const rows = db.all<{ body: string }>(sql`SELECT body FROM promotions ORDER BY id`);
  return activePromotions(
    rows.map(({ body }) => readStored(db.file, body, promotionSchema.parse)),
    date,
  );
}
