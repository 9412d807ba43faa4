/** New PINs the back office has not heard of, and baskets that wait for their operators. */
import type { Migration } from '../migrate.ts';

export const waysIn: Migration = {
  number: 70,
  name: 'ways-in',
  up: (db) =>
    db.script(`
      CREATE TABLE pending_secrets (
        number TEXT PRIMARY KEY,
        pin_hash TEXT NOT NULL,
        set_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE parked_baskets (
        id TEXT PRIMARY KEY,
        operator TEXT NOT NULL,
        business_date TEXT NOT NULL,
        parked_at INTEGER NOT NULL,
        body TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
