/**
 * Promotions, as the back office says. An older program has thrown away what came of them, and of prices from a date:
 * the next pull brings everything once more.
 */
import type { Migration } from '../migrate.ts';

export const promotions: Migration = {
  number: 90,
  name: 'promotions',
  up: (db) =>
    db.script(`
      CREATE TABLE promotions (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      UPDATE sync_cursor SET cursor = '';
    `),
};
