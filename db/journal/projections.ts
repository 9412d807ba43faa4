/** From an entry to everything that is folded from it, in the entry's own transaction. */

import { type Entry, isUnread } from '../../domain/contract/entry.ts';
import { type DayFold, foldDay, newTillDay } from '../../domain/day/day.ts';
import { type ChecksOfDay, foldChecks, noChecks } from '../../domain/sign-in/checks-of-day.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable, Writable } from '../file/open.ts';
import { countTries } from '../people/wrong-tries.ts';
import { addToTotals } from '../reports/day-totals.ts';
import { addSale } from '../sale/sales.ts';
import { moveAttempt } from '../tenders/attempts.ts';
import { noteNumbers } from './numbers.ts';

/** One higher whenever a fold changes or comes new; a file with a lower one is folded again when it is opened. */
export const projectionsVersion = 5;

/** `zone` is the store's: the totals are by hour of its wall clock. */
export function project(db: Writable, entry: Entry, zone: string): void {
  addToTotals(db, entry, zone);
  moveDay(db, entry);
  moveChecks(db, entry);
  moveAttempt(db, entry);
  noteNumbers(db, entry);
  countTries(db, entry);
  if (entry.kind === 'sale-completed') addSale(db, entry, entry.body);
  if (isUnread(entry)) keep(db, 'unread', unreadOf(db) + 1);
  keep(db, 'mark', { version: projectionsVersion, seq: entry.seq });
}

/** How many entries only a later version can read. */
export function unreadOf(db: Readable): number {
  return findKept(db, 'unread') ?? 0;
}

export function dayOf(db: Readable): DayFold {
  return findKept(db, 'day') ?? newTillDay;
}

/** The last time the gate was opened, and for whom. */
export function lastSignIn(db: Readable): Readonly<{ at: number; operator: string }> | null {
  return findKept(db, 'last-sign-in');
}

/** What has been looked at on that business date. */
export function checksOf(db: Readable, businessDate: string): ChecksOfDay {
  const checks = findKept(db, 'checks-of-day');
  return checks?.businessDate === businessDate ? checks : noChecks(businessDate);
}

function moveChecks(db: Writable, entry: Entry): void {
  const before = findKept(db, 'checks-of-day') ?? noChecks(null);
  const after = foldChecks(before, entry);
  if (after !== before) keep(db, 'checks-of-day', after);
}

function moveDay(db: Writable, entry: Entry): void {
  const before = dayOf(db);
  const after = foldDay(before, entry);
  if (after !== before) keep(db, 'day', after);
  if (entry.kind === 'signed-in' && entry.operator !== null) {
    keep(db, 'last-sign-in', { at: entry.at, operator: entry.operator });
  }
}
