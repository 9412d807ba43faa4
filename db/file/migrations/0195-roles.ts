/** A shop's own roles. An older program has thrown away what came of them: the next pull brings everything once more. */
import type { Migration } from '../migrate.ts';

export const roles: Migration = {
  number: 195,
  name: 'roles',
  up: (db) =>
    db.script(`
      CREATE TABLE roles (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      UPDATE sync_cursor SET cursor = '';
    `),
};
