/**
 * The catalogue and its search.
 *
 * `rank` is the order people want results in: favourites first, by their place, then the rest as they came. It is the
 * rowid of both tables, because the full-text index gives results by rowid for nothing and by relevance for milliseconds.
 */
import type { Migration } from '../migrate.ts';

export const catalogue: Migration = {
  number: 30,
  name: 'catalogue',
  up: (db) =>
    db.script(`
      CREATE TABLE items (
        rank INTEGER PRIMARY KEY,
        sku TEXT NOT NULL UNIQUE,
        barcode TEXT,
        pinyin TEXT NOT NULL,
        category TEXT NOT NULL,
        favourite INTEGER,
        withdrawn INTEGER NOT NULL,
        plu TEXT,
        body TEXT NOT NULL
      ) STRICT;
      CREATE INDEX items_by_barcode ON items (barcode) WHERE barcode IS NOT NULL;
      CREATE INDEX items_by_plu ON items (plu) WHERE plu IS NOT NULL;
      CREATE INDEX items_by_pinyin ON items (pinyin) WHERE withdrawn = 0;
      CREATE INDEX items_by_category ON items (category) WHERE withdrawn = 0;
      CREATE INDEX items_favourite ON items (favourite) WHERE favourite IS NOT NULL AND withdrawn = 0;

      CREATE VIRTUAL TABLE item_words USING fts5 (
        words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61'
      );
    `),
};
