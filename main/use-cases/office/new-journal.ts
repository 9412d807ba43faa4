/**
 * A journal that the back office cannot take is followed by a new one under a new till id. It names the old one and how
 * far both sides agreed, brings in once what only this till has, and goes on from there. The old file is kept.
 */

import { openTillDatabase, type TillDatabase } from '../../../db/till-database.ts';
import { assert } from '../../../domain/basics/assert.ts';
import { businessDateOf } from '../../../domain/basics/business-date.ts';
import { type Fact, factOrUnread, isUnread } from '../../../domain/contract/entry.ts';
import { type Enrolled, probesMax } from '../../../domain/contract/sync.ts';
import { type DayFold, foldDay, newTillDay } from '../../../domain/day/day.ts';
import type { ChainHead, ExportedEntry } from '../../../domain/journal/chain.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { Basket } from '../../../domain/sale/basket.ts';
import { attemptPartsOf } from '../../../domain/sale/settlement.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { signHead, type TillKey } from '../../machine/till-key.ts';
import { settingsOf } from '../../till/business-day.ts';
import { exchange, nextDatabase } from '../../till/journal-files.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { withSealedSecrets } from '../../till/sealed-secrets.ts';
import { carriedCash } from './carried-cash.ts';
import { joinWith } from './enrol.ts';
import { syncLane } from './link.ts';
import { callServer } from './sync.ts';

/** Entries in memory at a time. */
const pageSize = 500;

/**
 * Writes the new journal and starts the till again on it; `stop` is why, `by` is who says so, `basket` lies on the counter. It may be cut off at any
 * point and done again. Throws `Problem`: `server-…`, `till-revoked`, `disk-full`.
 */
export async function beginNewJournal(
  till: OpenTill,
  stop: ProblemData,
  by: string,
  basket: Basket,
): Promise<void> {
  const { dataDirectory } = till.ports;
  const after = await syncLane(till, () => findShared(till));
  const probes = after === 0 ? [] : [headAt(till.db, after)];
  const { enrolled } = await callServer(till, 'chain', { probes, begin: true });
  assert(enrolled, 'a till that begins is given an id');
  till.startAgain({
    whileOpen: () => {
      const next = openTillDatabase(nextDatabase(dataDirectory));
      try {
        writeNext(till, next, enrolled, { after, stop, by, basket });
      } finally {
        next.close();
      }
    },
    onceClosed: () => exchange(dataDirectory, till.identity.till),
  });
}

/** The last entry that both sides have; 0 where there is none. Each round leaves one part in five hundred. */
async function findShared(till: OpenTill): Promise<number> {
  let low = 0;
  let high = till.db.journal.head().seq;
  while (low < high) {
    const parts = Math.min(probesMax, high - low);
    const seqs = Array.from({ length: parts }, (_, part) =>
      Math.ceil(low + ((high - low) * (part + 1)) / parts),
    );
    const probes = seqs.map((seq) => headAt(till.db, seq));
    const { shared } = await callServer(till, 'chain', { probes, begin: false });
    high = (seqs.find((seq) => seq > shared) ?? shared + 1) - 1;
    low = Math.max(low, shared);
  }
  return low;
}

function headAt(db: TillDatabase, seq: number): ChainHead {
  const [entry] = db.journal.read(seq - 1, 1);
  assert(entry, `entry ${seq} is in the journal`);
  return { seq, hash: entry.hash };
}

type Succession = Readonly<{ after: number; stop: ProblemData; by: string; basket: Basket }>;

function writeNext(
  till: OpenTill,
  file: TillDatabase,
  enrolled: Enrolled,
  { after, stop, by, basket: onCounter }: Succession,
): void {
  const { db, ports, key } = till;
  const next = withSealedSecrets(file, key, ports.random);
  const { seq, hash } = db.journal.head();
  const lastClose = closeBefore(db, after);
  joinWith(ports, next, key, enrolled, {
    ...{ till: till.identity.till, seq, hash, after },
    ...(lastClose && { lastClose }),
  });
  next.operators.apply(db.operators.list());
  next.register.replace(db.register.list());
  carryCash(till, next, after, by);
  bringIn(db, next, key, after);

  const at = ports.clock.now();
  const context = { at, businessDate: businessDateOf(at, settingsOf(till)), operator: by };
  const lifted: Fact = { kind: 'stop-lifted', body: { stop, by } };
  // What lies on the counter or waits may have been sold in what the old journal lacks: it is another sale here, and what
  // was paid of it may be of one that was made.
  const doubted = attemptPartsOf(next.halfPaid()).map(
    ({ id: attemptId }): Fact => ({ kind: 'attempt-doubted', body: { attemptId } }),
  );
  next.journal.append([lifted, ...doubted], context, ports.newId, () => {
    for (const { basket, operator, businessDate, heldAs } of db.parked.list()) {
      next.parked.park({ ...basket, id: ports.newId() }, { operator, businessDate, at, heldAs });
    }
    next.unreadBaskets.setAside(db.unreadBaskets.list());
  });
  next.basket.save({ ...onCounter, id: ports.newId() });
  for (const secret of db.secrets.pending()) next.secrets.set(secret);
}

/** The last Z of the part that stays behind: the date it closed stays closed. */
function closeBefore(db: TillDatabase, after: number): DayFold['lastClose'] {
  let day = newTillDay;
  for (const { kind, body, ...place } of entriesOf(db, 0, after)) {
    day = foldDay(day, { ...place, ...factOrUnread(kind, body) });
  }
  return day.lastClose;
}

/**
 * As a float of the new journal: what the drawer holds by the old one, where nobody counts it in the middle of the day.
 * Without what the parts of half paid sales bring in themselves.
 */
function carryCash(
  { db, ports, identity }: OpenTill,
  next: TillDatabase,
  after: number,
  by: string,
): void {
  const cash = carriedCash(db, stayBehind(db, after), identity.zone);
  for (const [businessDate, amountMinor] of cash) {
    if (amountMinor <= 0) continue;
    const context = { at: ports.clock.now(), businessDate, operator: by };
    const body = { amountMinor, denominations: {}, drawer: mainDrawer };
    next.journal.append([{ kind: 'float-counted', body }], context, ports.newId);
  }
}

function* stayBehind(db: TillDatabase, after: number): Generator<ExportedEntry> {
  const comesAlong = partsOf(db);
  for (const entry of entriesOf(db, 0, after)) if (!comesAlong(entry)) yield entry;
}

/** Each entry with its own id, time, date and operator: who has seen it before knows it again. */
function bringIn(db: TillDatabase, next: TillDatabase, key: TillKey, after: number): void {
  /** Number in the old journal → number in the new one. */
  const places = new Map<number, number>();
  const bring = (entry: ExportedEntry): void => {
    const fact = fittedTo(next, key, places, factOrUnread(entry.kind, entry.body));
    if (fact === null) return;
    const [written] = next.journal.append([fact], entry, () => entry.id);
    if (written) places.set(entry.seq, written.seq);
  };
  const begun = attemptsBefore(db, after);
  const comesAlong = partsOf(db);
  const isNone = begun.size === 0 && db.halfPaid().length === 0;
  for (const entry of entriesOf(db, 0, isNone ? 0 : after)) {
    if (begun.has(String(entry.body.attemptId)) || comesAlong(entry)) bring(entry);
  }
  for (const entry of entriesOf(db, after, db.journal.head().seq)) bring(entry);
}

/** Whether an entry took a part of a sale that is still half paid: the new journal must know whose the money is. */
function partsOf(db: TillDatabase): (entry: ExportedEntry) => boolean {
  const taken = new Set(db.halfPaid().flatMap((sale) => sale.taken.map(({ id }) => id)));
  return ({ kind, body }) => kind === 'tender-taken' && taken.has(String(body.tenderId));
}

/**
 * Payments that began where both sides agree and moved on since, have no end yet, or are parts of a half paid sale: their
 * beginning comes along.
 */
function attemptsBefore(db: TillDatabase, after: number): ReadonlySet<string> {
  const moved = new Set(db.attempts.open().map(({ attemptId }) => attemptId));
  for (const { id } of attemptPartsOf(db.halfPaid())) moved.add(id);
  for (const { body } of entriesOf(db, after, db.journal.head().seq)) {
    if (typeof body.attemptId === 'string') moved.add(body.attemptId);
  }
  for (const { kind, body } of entriesOf(db, after, db.journal.head().seq)) {
    if (kind === 'attempt-prepared') moved.delete(String(body.attemptId));
  }
  return moved;
}

function* entriesOf(db: TillDatabase, after: number, last: number): Generator<ExportedEntry> {
  for (let seq = after; seq < last; seq += pageSize) {
    yield* db.journal.read(seq, Math.min(pageSize, last - seq));
  }
}

/** What a fact says about its journal is said of the new one; null for what was true of the old one only. */
function fittedTo(
  next: TillDatabase,
  key: TillKey,
  places: ReadonlyMap<number, number>,
  fact: Fact,
): Fact | null {
  // It stays in the old file, which is kept.
  if (isUnread(fact)) return null;
  const place = (seq: number) => places.get(seq) ?? 1;
  switch (fact.kind) {
    case 'till-enrolled':
    case 'journal-pushed':
      return null;
    case 'day-closed': {
      const { firstSeq, lastSeq } = fact.body;
      const head = signHead(key, next.journal.head());
      const body = { ...fact.body, firstSeq: place(firstSeq), lastSeq: place(lastSeq), head };
      return { ...fact, body };
    }
    case 'anomaly-raised':
      return { ...fact, body: { ...fact.body, entries: fact.body.entries.map(place) } };
    default:
      return fact;
  }
}
