/** One request of somebody who is logged in, and what of the shops they may see. */
import type { Context } from 'hono';
import type { z } from 'zod';
import type { Clock } from '../../../domain/basics/clock.ts';
import type { Locale } from '../../../domain/basics/languages.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import type { Random } from '../../../domain/basics/random.ts';
import { type StoreSettings, storeSettingsSchema } from '../../../domain/office/store-settings.ts';
import type { SentenceParams } from '../../../domain/words/problem.ts';
import type { Account } from '../../accounts/accounts.ts';
import { holdsRight, type Right } from '../../accounts/role.ts';
import type { Session } from '../../accounts/sessions.ts';
import type { Admin } from '../../admin.ts';
import type { Audit } from '../../audit/audit.ts';
import { storeOf } from '../../basics/till-id.ts';
import { findTillRow, readStoreRows, readTillNames, type TillName } from '../../office/read.ts';
import type { Database, Work } from '../../store/tables.ts';
import type { Seal } from './seal.ts';
import type { Section } from './sections.ts';
import type { Say } from './words.ts';

/** What the pages work with. */
export type ConsoleDesk = Readonly<{
  db: Database;
  clock: Clock;
  random: Random;
  admin: Admin;
  /** The same within a transaction. */
  adminOf(work: Work): Admin;
  audit: Audit;
  seal: Seal;
  /** The key of the first start, which makes the first account. */
  consoleKey: string;
  /** `https://office.example`; null: whatever the request came to. */
  publicOrigin: string | null;
}>;

export type View = Readonly<{
  locale: Locale;
  say: Say;
  /** Path and query of this page, without `lang`. */
  here: string;
  /** Milliseconds UTC. */
  now: number;
}>;

export type Shop = Readonly<{ store: string; settings: StoreSettings }>;

export type Visit = View &
  Readonly<{
    context: Context;
    desk: ConsoleDesk;
    account: Account;
    session: Session;
    /** Of the navigation. */
    sections: readonly Section[];
    /** Every store that the account may see, by id. */
    shops: readonly Shop[];
    /** The one that `?store=` names, or all of them. */
    chosen: readonly Shop[];
    /** Of the path; empty where there is none. */
    param(name: string): string;
    /** The query by a schema that understands everything; see `loose` in query.ts. */
    query<Schema extends z.ZodType>(schema: Schema): z.output<Schema>;
    may(right: Right): boolean;
    /**
     * Writes into the audit what this account did, of the one store that is chosen or that `:till` names. `params` are
     * short and never secret.
     */
    note(what: string, params: SentenceParams, work: Work): Promise<void>;
    /** `act` with a desk of its own, and the note of it: both or neither. No note where it answers false or null. */
    change<Done>(
      what: string,
      params: SentenceParams,
      act: (desk: ConsoleDesk) => Promise<Done>,
    ): Promise<Done>;
  }>;

/** Of one store: the one that `?store=` names, or the first. */
export type ShopVisit = Visit & Readonly<{ shop: Shop }>;

/** The stores that `account` may see. */
export async function shopsOf(db: Database, account: Account): Promise<Shop[]> {
  const ids = account.role === 'head-office' ? null : account.stores;
  if (ids?.length === 0) return [];
  const rows = await readStoreRows(db, ids);
  return rows.map(({ store_id, settings }) => ({
    store: store_id,
    settings: settingsOf(settings),
  }));
}

export function shopName({ settings }: Pick<Shop, 'settings'>, { locale }: Pick<View, 'locale'>) {
  return nameIn(settings.storeName, locale);
}

/** Null where there is no such till, or not within reach: nobody learns which. */
export async function findTill(visit: Visit, till: string) {
  const shop = visit.shops.find(({ store }) => store === storeOf(till));
  if (!shop) return null;
  const row = await findTillRow(visit.desk.db, shop.store, till);
  return row ? { shop, row } : null;
}

/** The tills of `shops`, by id. */
export function listTills(
  { desk }: Pick<Visit, 'desk'>,
  shops: readonly Shop[],
): Promise<TillName[]> {
  return readTillNames(
    desk.db,
    shops.map(({ store }) => store),
  );
}

export function mayVisit(account: Account, right: Right): boolean {
  return holdsRight(account.role, right);
}

/** Settings of thousands of stores, parsed once per change: the text itself is the key. */
const parsed = new Map<string, StoreSettings>();
const parsedMax = 5_000;

function settingsOf(text: string): StoreSettings {
  const known = parsed.get(text);
  if (known) return known;
  const settings = storeSettingsSchema.parse(JSON.parse(text));
  if (parsed.size >= parsedMax) parsed.clear();
  parsed.set(text, settings);
  return settings;
}
