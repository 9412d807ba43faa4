/** What is folded from the journal, in the transaction of the entry. All of it can be folded again: rebuild.ts. */
import type { Migration } from '../migrate.ts';

export const projections: Migration = {
  number: 20,
  name: 'projections',
  up: (db) =>
    db.script(`
      CREATE TABLE projections (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE day_totals (business_date TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE sales (
        seq INTEGER PRIMARY KEY REFERENCES journal (seq),
        sale_id TEXT NOT NULL UNIQUE,
        business_date TEXT NOT NULL,
        number INTEGER NOT NULL,
        total_minor INTEGER NOT NULL,
        UNIQUE (business_date, number)
      ) STRICT;

      CREATE TABLE attempts (
        attempt_id TEXT PRIMARY KEY,
        seq INTEGER NOT NULL UNIQUE REFERENCES journal (seq),
        sale_id TEXT NOT NULL,
        state TEXT NOT NULL,
        amount_minor INTEGER NOT NULL,
        currency TEXT NOT NULL,
        stan TEXT NOT NULL,
        batch TEXT NOT NULL,
        entry_mode TEXT,
        masked_pan TEXT,
        authorisation_code TEXT,
        reference_number TEXT,
        reversal_reason TEXT,
        tries INTEGER NOT NULL DEFAULT 0,
        at INTEGER NOT NULL,
        operator TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX attempts_open ON attempts (seq)
        WHERE state NOT IN ('captured', 'declined', 'reversed');

      CREATE TABLE wrong_tries (
        number TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        last_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
};
