/** The way on after a Z: which date the next sign-in is for, and whether it may open it. */
import { dateAfter } from '../basics/business-date.ts';
import type { DayFold } from './day.ts';
import type { DayPolicy } from './policy.ts';

type AfterClose = DayPolicy['afterClose'];
type Closes = Pick<DayFold, 'businessDate' | 'signedInAt' | 'lastClose' | 'unclosedDates'>;

/**
 * The business date at the moment `now`, ms UTC, whose date by the clock is `byClock`. Where the store goes on with the
 * next date, that begins with the Z of today's, and no further one before the clock has come as far. Once it has begun it
 * goes on, whatever the policy says by now.
 */
export function dateAfterClose(
  byClock: string,
  now: number,
  day: Closes,
  afterClose: AfterClose,
): string {
  const closed = day.lastClose?.date;
  const next = dateAfter(byClock);
  // Signed in for ahead of the clock. Where the clock was set back instead, that sign-in is still to come.
  if (day.businessDate === next && day.signedInAt !== null && day.signedInAt <= now) return next;
  if (afterClose !== 'next-date' || closed === undefined) return byClock;
  return closed === byClock || closed === next ? next : byClock;
}

export type OpensVerdict = 'first-session' | 'further-session' | 'closed';

/**
 * What a sign-in for `businessDate` opens; `isClosed`: there is a Z of that date. A date that is behind the last one
 * signed in for stays closed, or a clock set back would open it again.
 */
export function judgeOpening(
  businessDate: string,
  isClosed: boolean,
  day: Closes,
  afterClose: AfterClose,
): OpensVerdict {
  // Its Z may stand in the journal that this one follows.
  if (!isClosed && day.lastClose?.date !== businessDate) return 'first-session';
  // A session that goes on may be signed in to by anybody, whatever the policy says by now.
  if (day.unclosedDates.includes(businessDate)) return 'further-session';
  // Nobody has signed in to a journal that has only just followed another.
  const isNewest = day.businessDate === null || day.businessDate === businessDate;
  const isLast = day.lastClose?.date === businessDate && isNewest;
  return isLast && afterClose === 'further-session' ? 'further-session' : 'closed';
}
