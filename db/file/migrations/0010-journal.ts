/** The journal: the one table that is the truth, and whose it is. docs/journal.md describes both to strangers. */
import type { Migration } from '../migrate.ts';

export const journal: Migration = {
  number: 10,
  name: 'journal',
  up: (db) =>
    db.script(`
      CREATE TABLE till (
        till TEXT NOT NULL,
        store TEXT NOT NULL,
        till_name TEXT NOT NULL,
        currency TEXT NOT NULL,
        zone TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER till_has_one_row BEFORE INSERT ON till WHEN EXISTS (SELECT 1 FROM till)
      BEGIN SELECT RAISE(ABORT, 'the till has joined a store already'); END;
      CREATE TRIGGER till_never_changes BEFORE UPDATE ON till
      BEGIN SELECT RAISE(ABORT, 'a till keeps its name for ever'); END;
      CREATE TRIGGER till_is_never_removed BEFORE DELETE ON till
      BEGIN SELECT RAISE(ABORT, 'a till keeps its name for ever'); END;

      CREATE TABLE journal (
        seq INTEGER PRIMARY KEY CHECK (seq > 0),
        id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
        at INTEGER NOT NULL CHECK (at >= 0),
        business_date TEXT NOT NULL CHECK (business_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
        operator TEXT,
        kind TEXT NOT NULL CHECK (length(kind) > 0),
        body TEXT NOT NULL,
        prev BLOB NOT NULL CHECK (length(prev) = 32),
        hash BLOB NOT NULL CHECK (length(hash) = 32)
      ) STRICT;
      CREATE TRIGGER journal_only_grows_at_its_end BEFORE INSERT ON journal
      WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
      BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;
      CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;
      CREATE TRIGGER journal_is_never_removed BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'a journal entry is never removed'); END;
    `),
};
