/** What a later version of the back office sent and this one cannot read. */
import type { Migration } from '../migrate.ts';

export const leftOut: Migration = {
  number: 135,
  name: 'left-out',
  up: (db) =>
    db.script(`
      CREATE TABLE left_out (list TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
                             PRIMARY KEY (list, key)) STRICT, WITHOUT ROWID;
    `),
};
