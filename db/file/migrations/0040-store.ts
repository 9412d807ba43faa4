/** What the back office owns besides the catalogue, how far we have talked to it, and the basket on the counter. */
import type { Migration } from '../migrate.ts';

export const store: Migration = {
  number: 40,
  name: 'store',
  up: (db) =>
    db.script(`
      CREATE TABLE operators (number TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE registered_devices (device TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE settings (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;
      CREATE TABLE basket (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        id TEXT NOT NULL,
        body TEXT NOT NULL
      ) STRICT;
      CREATE TABLE sync_cursor (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        acknowledged_seq INTEGER NOT NULL,
        cursor TEXT NOT NULL,
        last_at INTEGER,
        release TEXT
      ) STRICT;
      INSERT INTO sync_cursor VALUES (1, 0, '', NULL, NULL);
    `),
};
