/** Everything that is folded from an entry, in the entry's own transaction. */

import { type Entry, isUnread, isUnreadInBooks } from '../../domain/contract/entry.ts';
import { allowed } from '../day/allowed.ts';
import { day } from '../day/day.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable, Writable } from '../file/open.ts';
import { type Projection, projection } from '../file/projection.ts';
import { wrongTries } from '../people/wrong-tries.ts';
import { dayTotals } from '../reports/day-totals.ts';
import { returned } from '../returns/returned.ts';
import { halfPaid } from '../sale/half-paid.ts';
import { sales } from '../sale/sales.ts';
import { checksOfDay } from '../sign-in/checks-of-day.ts';
import { lastSignedIn } from '../sign-in/last-sign-in.ts';
import { attempts } from '../tenders/attempts.ts';
import { numbers } from './numbers.ts';

/** How many entries only a later version can read. */
const unread = projection({
  name: 'unread',
  version: 2,
  keeps: ['unread', 'unread-in-books'],
  fold: (db, entry) => {
    if (isUnread(entry)) keep(db, 'unread', unreadOf(db) + 1);
    if (isUnreadInBooks(entry)) keep(db, 'unread-in-books', unreadInBooksOf(db) + 1);
  },
});

export const projections: readonly Projection[] = [
  dayTotals,
  day,
  allowed,
  lastSignedIn,
  checksOfDay,
  attempts,
  numbers,
  wrongTries,
  sales,
  halfPaid,
  returned,
  unread,
];

/** `zone` is the store's. */
export function project(
  db: Writable,
  entry: Entry,
  zone: string,
  which: readonly Projection[] = projections,
): void {
  for (const { fold } of which) fold(db, entry, zone);
}

export function unreadOf(db: Readable): number {
  return findKept(db, 'unread') ?? 0;
}

/** How many of them belong to the sums of a date. */
export function unreadInBooksOf(db: Readable): number {
  return findKept(db, 'unread-in-books') ?? 0;
}
