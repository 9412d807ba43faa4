-- Version 205

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
, terminal_mark TEXT, means TEXT) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_open ON attempts (seq)
  WHERE state NOT IN ('captured', 'declined', 'reversed');

CREATE TABLE basket (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE TABLE categories (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE day_totals (business_date TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE item_words USING fts5 (
  words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61'
);

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

CREATE INDEX items_by_category ON items (category) WHERE withdrawn = 0;

CREATE INDEX items_by_pinyin ON items (pinyin) WHERE withdrawn = 0;

CREATE INDEX items_by_plu ON items (plu) WHERE plu IS NOT NULL;

CREATE INDEX items_favourite ON items (favourite) WHERE favourite IS NOT NULL AND withdrawn = 0;

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

CREATE INDEX journal_anomalies ON journal (seq) WHERE kind = 'anomaly-raised';

CREATE INDEX journal_by_date ON journal (business_date);

CREATE INDEX journal_days_closed ON journal (seq) WHERE kind = 'day-closed';

CREATE INDEX journal_device_checks ON journal (seq) WHERE kind = 'device-checked';

CREATE TRIGGER journal_is_never_removed BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal entry is never removed'); END;

CREATE INDEX journal_lifts ON journal (seq) WHERE kind = 'offline-lifted';

CREATE TRIGGER journal_never_changes BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal entry is never changed'); END;

CREATE TRIGGER journal_only_grows_at_its_end BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END;

CREATE INDEX journal_sign_ins ON journal (seq) WHERE kind IN ('signed-in', 'sign-in-failed');

CREATE INDEX journal_zone_changes ON journal (seq) WHERE kind = 'zone-changed';

CREATE TABLE left_out (list TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
                       PRIMARY KEY (list, key)) STRICT, WITHOUT ROWID;

CREATE TABLE operators (number TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE parked_baskets (
  id TEXT PRIMARY KEY,
  operator TEXT NOT NULL,
  business_date TEXT NOT NULL,
  parked_at INTEGER NOT NULL,
  body TEXT NOT NULL
, held_as TEXT) STRICT, WITHOUT ROWID;

CREATE TABLE pending_secrets (
  number TEXT PRIMARY KEY,
  pin_hash TEXT NOT NULL,
  set_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE projections (name TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE promotions (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE registered_devices (device TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE returned_goods (
  sale_id TEXT NOT NULL,
  line INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  PRIMARY KEY (sale_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sales (
  seq INTEGER PRIMARY KEY REFERENCES journal (seq),
  sale_id TEXT NOT NULL UNIQUE,
  business_date TEXT NOT NULL,
  number INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  UNIQUE (business_date, number)
) STRICT;

CREATE TABLE settings (one INTEGER PRIMARY KEY CHECK (one = 1), body TEXT NOT NULL) STRICT;

CREATE TABLE sync_cursor (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  acknowledged_seq INTEGER NOT NULL,
  cursor TEXT NOT NULL,
  last_at INTEGER,
  release TEXT
, code_key TEXT, stop TEXT) STRICT;

CREATE TABLE till (
  till TEXT NOT NULL,
  store TEXT NOT NULL,
  till_name TEXT NOT NULL,
  currency TEXT NOT NULL,
  zone TEXT NOT NULL
) STRICT;

CREATE TRIGGER till_has_one_row BEFORE INSERT ON till WHEN EXISTS (SELECT 1 FROM till)
BEGIN SELECT RAISE(ABORT, 'the till has joined a store already'); END;

CREATE TRIGGER till_is_never_removed BEFORE DELETE ON till
BEGIN SELECT RAISE(ABORT, 'a till keeps its name for ever'); END;

CREATE TRIGGER till_never_changes BEFORE UPDATE ON till
BEGIN SELECT RAISE(ABORT, 'a till keeps its name for ever'); END;

CREATE TABLE unread_baskets (
  id TEXT PRIMARY KEY,
  operator TEXT NOT NULL,
  business_date TEXT NOT NULL,
  parked_at INTEGER NOT NULL,
  held_as TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE wrong_tries (
  number TEXT PRIMARY KEY,
  count INTEGER NOT NULL,
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
