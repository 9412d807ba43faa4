/**
 * The books of business dates, folded from the journal itself: what a report prints and a Z signs. What is kept beside
 * the journal (totals, sales, attempts) is there to be quick, and is held against this fold before anybody relies on it.
 */
import type { Entry } from '../../domain/contract/entry.ts';
import { type DayTotals, emptyTotals, foldTotals } from '../../domain/reports/day-totals.ts';
import { foldSession, newSession, type SessionBooks } from '../../domain/reports/session.ts';
import { findIdentity } from '../file/identity.ts';
import type { Readable } from '../file/open.ts';
import { soundEntries } from '../file/rows.ts';
import { sql } from '../file/sql.ts';
import { totalsOf } from './day-totals.ts';

/** Where what is kept parts from the journal: the first figure that does. */
export type KeptDifference = Readonly<{ what: string; journal: number; kept: number }>;
/** `session`: since the last Z of the date, or all of it. */
export type DayBooks = Readonly<{
  totals: DayTotals;
  session: SessionBooks;
  difference: KeptDifference | null;
}>;

/**
 * The totals of each date from `from` on that has entries, oldest first. Throws Problem journal-broken with the number
 * of the first entry that is not what was written.
 */
export function foldTotalsFrom(db: Readable, from: string): DayTotals[] {
  const days = new Map<string, DayTotals>();
  const zone = zoneOf(db);
  for (const entry of soundEntriesFrom(db, from)) {
    const { businessDate } = entry;
    if (businessDate < from) continue;
    const before = days.get(businessDate) ?? emptyTotals(businessDate);
    days.set(businessDate, foldTotals(before, entry, zone));
  }
  return [...days.values()].sort((a, b) => (a.businessDate < b.businessDate ? -1 : 1));
}

/** Of one date, and whether what is kept says the same. Throws as `foldTotalsFrom`. */
export function booksOf(db: Readable, businessDate: string): DayBooks {
  const zone = zoneOf(db);
  let totals = emptyTotals(businessDate);
  let session = newSession(businessDate);
  const sales = new Map<number, number>();
  const attempts = new Map<string, string>();
  for (const entry of soundEntriesFrom(db, businessDate)) {
    // An attempt of the date may have ended on a later one.
    if ('attemptId' in entry.body) attempts.set(entry.body.attemptId, stateAfter(entry));
    session = foldSession(session, entry, zone);
    if (entry.businessDate !== businessDate) continue;
    totals = foldTotals(totals, entry, zone);
    if (entry.kind === 'sale-completed') sales.set(entry.body.number, entry.body.totalMinor);
  }
  const difference =
    differenceOf(totals, totalsOf(db, businessDate)) ??
    saleDifference(db, businessDate, sales) ??
    attemptDifference(db, attempts);
  return { totals, session, difference };
}

/** Value of the sales after `seq`, in minor units. Throws as `foldTotalsFrom`. */
export function soldAfter(db: Readable, seq: number): number {
  let minor = 0;
  for (const entry of soundEntries(db, seq)) {
    if (entry.kind === 'sale-completed') minor += entry.body.totalMinor;
  }
  return minor;
}

function soundEntriesFrom(db: Readable, businessDate: string): Generator<Entry> | Entry[] {
  const first = db.get<{ seq: number | null }>(
    sql`SELECT min(seq) AS seq FROM journal WHERE business_date >= ${businessDate}`,
  )?.seq;
  return first ? soundEntries(db, first - 1) : [];
}

function zoneOf(db: Readable): string {
  return findIdentity(db)?.zone ?? 'UTC';
}

/** The states of an attempt are named as the entries that lead to them. */
function stateAfter(entry: Entry): string {
  return entry.kind.replace(/^attempt-/, '');
}

function differenceOf(journal: DayTotals, kept: DayTotals): KeptDifference | null {
  const there = figuresOf(kept);
  for (const [what, figure] of figuresOf(journal)) {
    const other = there.get(what) ?? 0;
    if (other !== figure) return { what, journal: figure, kept: other };
    there.delete(what);
  }
  for (const [what, figure] of there) if (figure !== 0) return { what, journal: 0, kept: figure };
  return null;
}

/** Every number in the totals by its path: `cash.minor`, `byHourMinor.3`. */
function figuresOf({ figures, ...rest }: DayTotals): Map<string, number> {
  return numbersIn({ ...rest, ...figures });
}

function numbersIn(value: unknown, path = ''): Map<string, number> {
  if (typeof value === 'number') return new Map([[path, value]]);
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(
    Object.entries(value).flatMap(([name, inner]) => [
      ...numbersIn(inner, path === '' ? name : `${path}.${name}`),
    ]),
  );
}

function saleDifference(
  db: Readable,
  businessDate: string,
  sales: ReadonlyMap<number, number>,
): KeptDifference | null {
  const rows = db.all<{ number: number; minor: number }>(
    sql`SELECT number, total_minor AS minor FROM sales WHERE business_date = ${businessDate}`,
  );
  if (rows.length !== sales.size) {
    return { what: 'sales', journal: sales.size, kept: rows.length };
  }
  const odd = rows.find(({ number, minor }) => sales.get(number) !== minor);
  return odd
    ? { what: `sale ${odd.number}`, journal: sales.get(odd.number) ?? 0, kept: odd.minor }
    : null;
}

/** How many attempts are in another state than the journal left them in. */
function attemptDifference(
  db: Readable,
  attempts: ReadonlyMap<string, string>,
): KeptDifference | null {
  let same = 0;
  for (const [id, state] of attempts) {
    const row = db.get<{ state: string }>(sql`SELECT state FROM attempts WHERE attempt_id = ${id}`);
    if (row?.state === state) same += 1;
  }
  if (same === attempts.size) return null;
  return { what: 'attempts', journal: attempts.size, kept: same };
}
