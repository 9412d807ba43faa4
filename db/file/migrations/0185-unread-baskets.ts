/** Baskets that this version cannot read, as they lay in `basket` or `parked_baskets`, until somebody has seen to them. */
import type { Migration } from '../migrate.ts';

export const unreadBaskets: Migration = {
  number: 185,
  name: 'unread-baskets',
  up: (db) =>
    db.script(`
      CREATE TABLE unread_baskets (
        id TEXT PRIMARY KEY,
        operator TEXT NOT NULL,
        business_date TEXT NOT NULL,
        parked_at INTEGER NOT NULL,
        held_as TEXT,
        body TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
