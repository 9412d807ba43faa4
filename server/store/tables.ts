/** The tables as Kysely sees them. JSON is kept as text, so that both databases hold the same bytes. */
import type { Generated, Kysely, Transaction } from 'kysely';
import type { AccountTables } from './account-tables.ts';
import type { ReviewTables } from './review-tables.ts';

type StoreTable = {
  store_id: string;
  /** `StoreSettings` as JSON. */
  settings: string;
  /** Grows with everything a till may pull. */
  version: number;
  /** Before this, ms UTC, nobody kept what items cost; see past_prices. */
  prices_since: Generated<number>;
  release_version: string | null;
  release_mandatory: number;
  created_at: number;
};

type TillTable = {
  store_id: string;
  till_id: string;
  name: string;
  /** Ed25519, SPKI, base64; null until the till has joined. */
  public_key: string | null;
  enrolled_at: number | null;
  /** When head office withdrew it, for good. */
  revoked_at: number | null;
  head_seq: number;
  head_hash: string;
  /** `DayFold` as JSON. */
  day: string;
  /** `SignIn` as JSON; null before the first. */
  sign_in: string | null;
  /** `Locks` as JSON. */
  locks: Generated<string>;
  last_push_at: number | null;
  last_pull_at: number | null;
  /** `Refusal` as JSON; null when the last push was taken. */
  refusal: string | null;
  /** The key of its one-time codes, base64; null until its first pull. */
  code_key: string | null;
  /** The till id under which the same machine goes on; null while this one is its own. */
  succeeded_by: string | null;
};

type AuditTable = {
  /** Empty where no store is concerned. */
  store_id: string;
  /** Begins with the time, so that ids sort by it. */
  id: string;
  at: number;
  who: string;
  what: string;
  /** JSON, flat. */
  params: string;
};

type EnrolmentCodeTable = {
  store_id: string;
  /** Lower-case hex of the SHA-256: the code itself is nowhere. */
  code_hash: string;
  till_id: string;
  expires_at: number;
  /** The public key that used it. */
  used_by: string | null;
};

type EntryTable = {
  store_id: string;
  till_id: string;
  seq: number;
  id: string;
  at: number;
  business_date: string;
  operator: string | null;
  kind: string;
  /** JSON, as it came. */
  body: string;
  prev: string;
  hash: string;
};

/** Why an entry is kept but counts for nothing. Stored as it stands here; the page has words for each. */
export type AsideReason =
  | 'unknown kind'
  | 'body does not fit its kind'
  | 'holds a full card number'
  /** Well-formed, but whoever projected it threw: a fault of this program. */
  | 'projection failed'
  /** The journal was begun with another key than the one the till joined with. */
  | 'another key than the one enrolled'
  | 'head is not the one before it'
  | 'wrong signature'
  /** A sale that is not the sum of its parts. */
  | 'sums do not add up'
  /** Whoever did it has no right to. */
  | 'without the right'
  /** A row more than a till may have. */
  | 'more than a till has'
  /** About a person who was not signed in there. */
  | 'not of who is signed in';

type PutAsideTable = {
  store_id: string;
  till_id: string;
  seq: number;
  kind: string;
  reason: AsideReason;
};

type SecretChangeTable = {
  store_id: string;
  till_id: string;
  number: string;
  /** Of the `secret-changed`. */
  seq: number;
  at: number;
  /** As in its body; null from an older till. */
  hash: string | null;
  /** 1 once the journal holds a sign-in of that person it was chosen in. */
  signed_in: number;
};

type DayTotalsTable = {
  store_id: string;
  till_id: string;
  business_date: string;
  /** `DayTotals` as JSON, as the version of the fold beside it has them. */
  totals: string;
  /** `totalsVersion` of domain/reports/day-totals.ts; 1 where it was not kept yet. */
  fold: number;
};

export type SaleTable = {
  store_id: string;
  till_id: string;
  business_date: string;
  seq: number;
  number: number;
  at: number;
  operator: string | null;
  pieces: number;
  total_minor: number;
  /** `Tender[]` as JSON. */
  tenders: string;
};

/** What a till pulls: a body as JSON, and the version of the store in which it last changed. */
type Versioned = { store_id: string; version: number; body: string };

type ItemTable = Versioned & {
  sku: string;
  /** What the console finds it by, lower case. */
  words: string;
  category: string;
  withdrawn: number;
};

/** One that is on its way in; see migration 0165. */
type ItemImportTable = {
  store_id: string;
  id: number;
  /** Milliseconds UTC. */
  began_at: number;
  /** The version of the store that it made; null while it may still come to nothing. */
  version: number | null;
};

type StagedItemTable = Omit<ItemTable, 'version'> & { import_id: number };

type PastPriceTable = {
  store_id: string;
  sku: string;
  /** Of the item as it was then. */
  version: number;
  /** `priceMinor` and `prices` of `Item` as JSON. */
  prices: string;
};

export type Tables = AccountTables &
  ReviewTables & {
    stores: StoreTable;
    tills: TillTable;
    audit: AuditTable;
    enrolment_codes: EnrolmentCodeTable;
    entries: EntryTable;
    put_aside: PutAsideTable;
    secret_changes: SecretChangeTable;
    day_totals: DayTotalsTable;
    sales: SaleTable;
    /** What an import that was decided has still to change is in `staged_items`; `catalogue` has both. */
    items: ItemTable;
    item_imports: ItemImportTable;
    staged_items: StagedItemTable;
    /** A view. */
    catalogue: ItemTable;
    past_prices: PastPriceTable;
    promotions: Versioned & { id: string };
    categories: Versioned & { id: string };
    roles: Versioned & { id: string };
    /** As they were before a change, each under the version it had. */
    past_roles: Versioned & { id: string };
    operators: Versioned & { number: string };
    devices: Versioned & { till_id: string; device: string };
  };

export type Database = Kysely<Tables>;
export type Work = Transaction<Tables>;
