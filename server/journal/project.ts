/** From journal entries to what is asked for: totals by business date, sales, the day, the last sign-in. */
import { type KeyObject, verify } from 'node:crypto';
import { type Fact, parseFact } from '../../domain/contract/entry.ts';
import { type DayFold, foldDay } from '../../domain/day/day.ts';
import {
  confirmedRow,
  type RegisteredDevice,
  registeredAtTill,
  registeredDeviceSchema,
} from '../../domain/devices/register.ts';
import { type ExportedEntry, fromHex } from '../../domain/journal/chain.ts';
import { LaterFact } from '../../domain/journal/fact.ts';
import { saleFault } from '../../domain/sale/sums.ts';
import { foldLocks, type Locks } from '../../domain/sign-in/locks.ts';
import { findVersioned, nextVersion, upsert } from '../changes/versioned.ts';
import type { Caller } from '../door/signature.ts';
import { projectPasskeys } from '../people/passkeys.ts';
import { noteSecretChanges } from '../people/secret-changes.ts';
import { type Counted, totalsWith } from '../reports/day-totals.ts';
import type { SignIn } from '../reports/till-state.ts';
import type { AsideReason, Work } from '../store/tables.ts';
import { type AnyRows, writeRows } from '../store/write.ts';
import type { Read } from './read-entry.ts';
import { doubtsOf } from './sense.ts';

/** What is kept with the till itself. */
export type Books = Readonly<{ day: DayFold; signIn: SignIn | null; locks: Locks }>;

type Unread = Readonly<{ entry: ExportedEntry; reason: AsideReason }>;

const noneFailed: ReadonlySet<number> = new Set();

/**
 * Writes `entries`, which follow what was written before, and their projections; answers the books after them. `failed`
 * names those that are put aside.
 */
export async function project(
  work: Work,
  caller: Caller,
  zone: string,
  before: Books,
  entries: readonly ExportedEntry[],
  failed: ReadonlySet<number> = noneFailed,
): Promise<Books> {
  const { read, unread } = await believed(
    work,
    caller,
    before,
    sorted(entries, caller.key, failed),
  );
  await writeRows(work, [
    rowsOf(caller, entries),
    await totalsWith(work, caller, zone, counted(entries, read)),
    salesIn(caller, read),
    asideRows(caller, unread),
  ]);
  await act(work, caller, read);
  await noteSecretChanges(work, caller, read, before.day.operator);
  return read.reduce(foldBooks, before);
}

/**
 * As `project`, of entries that were written before and whose sums and sales are gone: what is `aside` stays there, and
 * only `news` have an effect on what the back office owns.
 */
export async function projectAgain(
  work: Work,
  caller: Caller,
  zone: string,
  before: Books,
  entries: readonly ExportedEntry[],
  { aside, news }: Readonly<{ aside: ReadonlySet<number>; news: ReadonlySet<number> }>,
): Promise<Books> {
  const { read, unread } = sorted(entries, caller.key, aside);
  await writeRows(work, [
    await totalsWith(work, caller, zone, counted(entries, read)),
    salesIn(caller, read),
    // What an older version took at its word.
    asideRows(
      caller,
      unread.filter(({ entry }) => !aside.has(entry.seq)),
    ),
  ]);
  await act(
    work,
    caller,
    read.filter(({ entry }) => news.has(entry.seq)),
  );
  return read.reduce(foldBooks, before);
}

/** Whether this version knows what the entry says. */
export function isReadable(entry: ExportedEntry, key: KeyObject): boolean {
  return 'fact' in readEntry(entry, key);
}

type Sorted = Readonly<{ read: Read[]; unread: Unread[] }>;

/** Without what can be read and is not believed. */
async function believed(
  work: Work,
  caller: Caller,
  { day }: Books,
  { read, unread }: Sorted,
): Promise<Sorted> {
  const doubts = await doubtsOf(work, caller, day, read);
  if (doubts.size === 0) return { read, unread };
  const doubted = read.flatMap(({ entry }): Unread[] => {
    const reason = doubts.get(entry.seq);
    return reason === undefined ? [] : [{ entry, reason }];
  });
  return {
    read: read.filter(({ entry }) => !doubts.has(entry.seq)),
    unread: [...unread, ...doubted],
  };
}

function sorted(
  entries: readonly ExportedEntry[],
  key: KeyObject,
  failed: ReadonlySet<number>,
): Sorted {
  const read: Read[] = [];
  const unread: Unread[] = [];
  for (const entry of entries) {
    const outcome = failed.has(entry.seq)
      ? ({ entry, reason: 'projection failed' } as const)
      : readEntry(entry, key);
    if ('fact' in outcome) read.push(outcome);
    else unread.push(outcome);
  }
  return { read, unread };
}

/** What entries change of what the back office owns. */
async function act(work: Work, caller: Caller, read: readonly Read[]): Promise<void> {
  await register(work, caller, read);
  const acts = read.map(({ entry, fact }) => ({ operator: entry.operator, fact }));
  await projectPasskeys(work, caller.store, acts);
}

/**
 * A technician at a till registers what they attached; what takes cards waits for a second person, who confirms it here, or
 * at the till.
 */
async function register(work: Work, caller: Caller, read: readonly Read[]): Promise<void> {
  if (!read.some(({ fact }) => isOfRegister(fact))) return;
  // First of all: it holds the store, so that nobody confirms what is being replaced.
  const version = await nextVersion(work, caller.store);
  const kept = new Map<string, RegisteredDevice>();
  for (const { entry, fact } of read) {
    if (!isOfRegister(fact)) continue;
    const { device } = fact.body;
    const before = kept.get(device) ?? (await registeredNow(work, caller, device));
    const after =
      fact.kind === 'device-registered'
        ? registeredAtTill(before, fact.body, entry.operator ?? '-', entry.at)
        : confirmedRow(before, fact.body);
    if (after) kept.set(device, after);
  }
  const rows = [...kept.values()].map((row) => ({
    till_id: caller.till,
    device: row.device,
    body: JSON.stringify(row),
  }));
  await upsert(work, 'devices', ['till_id', 'device'], caller.store, version, rows);
}

type OfRegister = Extract<Fact, { kind: 'device-registered' | 'device-confirmed' }>;
const isOfRegister = (fact: Fact): fact is OfRegister =>
  fact.kind === 'device-registered' || fact.kind === 'device-confirmed';

async function registeredNow(
  work: Work,
  { store, till }: Caller,
  device: string,
): Promise<RegisteredDevice | undefined> {
  const row = await findVersioned(work, 'devices', store, { till_id: till, device });
  return row ? registeredDeviceSchema.parse(JSON.parse(row.body)) : undefined;
}

function readEntry(entry: ExportedEntry, key: KeyObject): Read | Unread {
  try {
    const fact = parseFact(entry.kind, entry.body);
    const doubt = doubtOf(entry, fact, key);
    return doubt === null ? { entry, fact } : { entry, reason: doubt };
  } catch (cause) {
    // The message of a ZodError could repeat what stands in the entry; its name cannot.
    if (cause instanceof LaterFact) return { entry, reason: 'unknown kind' };
    if (cause instanceof RangeError) return { entry, reason: 'holds a full card number' };
    return { entry, reason: 'body does not fit its kind' };
  }
}

/** What is signed must be signed by this till, and about its own chain; what is sold must add up. Null: no doubt. */
function doubtOf(entry: ExportedEntry, fact: Fact, key: KeyObject): AsideReason | null {
  if (fact.kind === 'till-enrolled') {
    const joined = key.export({ type: 'spki', format: 'der' }).toString('base64');
    return fact.body.publicKey === joined ? null : 'another key than the one enrolled';
  }
  if (fact.kind === 'sale-completed' && saleFault(fact.body)) return 'sums do not add up';
  if (fact.kind !== 'day-closed' && fact.kind !== 'journal-pushed') return null;
  const { seq, hash, signature } = fact.body.head;
  if (seq !== entry.seq - 1 || hash !== entry.prev) return 'head is not the one before it';
  const isSigned = verify(null, fromHex(hash), key, Buffer.from(signature, 'base64'));
  return isSigned ? null : 'wrong signature';
}

function foldBooks(books: Books, { entry, fact }: Read): Books {
  const said = { ...entry, ...fact };
  const day = foldDay(books.day, said);
  const locks = foldLocks(books.locks, said);
  if (fact.kind !== 'signed-in' && fact.kind !== 'sign-in-failed') return { ...books, day, locks };
  const { at, businessDate, operator } = entry;
  const opened = fact.kind === 'signed-in';
  const offline = fact.kind === 'signed-in' && fact.body.offline;
  const { steps } = fact.body;
  return { day, locks, signIn: { at, businessDate, operator, opened, offline, steps } };
}

function rowsOf(caller: Caller, entries: readonly ExportedEntry[]): AnyRows {
  const rows = entries.map((entry) => ({
    store_id: caller.store,
    till_id: caller.till,
    seq: entry.seq,
    id: entry.id,
    at: entry.at,
    business_date: entry.businessDate,
    operator: entry.operator,
    kind: entry.kind,
    body: JSON.stringify(entry.body),
    prev: entry.prev,
    hash: entry.hash,
  }));
  return { table: 'entries', rows };
}

/** What could not be read is an entry of its date all the same. */
function counted(entries: readonly ExportedEntry[], read: readonly Read[]): Counted[] {
  const facts = new Map(read.map(({ entry, fact }) => [entry.seq, fact]));
  return entries.map(({ seq, at, operator, businessDate }) => {
    return { seq, at, operator, businessDate, fact: facts.get(seq) ?? null };
  });
}

function salesIn(caller: Caller, read: readonly Read[]): AnyRows {
  const rows = read.flatMap(({ entry, fact }) => {
    if (fact.kind !== 'sale-completed') return [];
    const { number, pieces, totalMinor, tenders } = fact.body;
    return [
      {
        store_id: caller.store,
        till_id: caller.till,
        business_date: entry.businessDate,
        seq: entry.seq,
        number,
        at: entry.at,
        operator: entry.operator,
        pieces,
        total_minor: totalMinor,
        tenders: JSON.stringify(tenders),
      },
    ];
  });
  return { table: 'sales', rows };
}

function asideRows(caller: Caller, unread: readonly Unread[]): AnyRows {
  const rows = unread.map(({ entry, reason }) => ({
    store_id: caller.store,
    till_id: caller.till,
    seq: entry.seq,
    kind: entry.kind,
    reason,
  }));
  return { table: 'put_aside', rows };
}
