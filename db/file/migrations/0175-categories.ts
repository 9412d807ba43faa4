/** A shop's own shelves. An older program has thrown away what came of them: the next pull brings everything once more. */
import type { Migration } from '../migrate.ts';

export const categories: Migration = {
  number: 175,
  name: 'categories',
  up: (db) =>
    db.script(`
      CREATE TABLE categories (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      UPDATE sync_cursor SET cursor = '';
    `),
};
