/** The way on after a Z: which date the next sign-in is for, and whether it may open it. */
import { dateAfter } from '../basics/business-date.ts';
import type { DayFold } from './day.ts';
import type { DayPolicy } from './policy.ts';

type AfterClose = DayPolicy['afterClose'];
type Closes = Pick<DayFold, 'businessDate' | 'lastClose' | 'unclosedDates'>;

/**
 * The business date at a moment whose date by the clock is `byClock`. Where the store goes on with the next date, that
 * begins with the Z of today's, and no further one before the clock has come as far.
 */
export function dateAfterClose(byClock: string, day: Closes, afterClose: AfterClose): string {
  const closed = day.lastClose?.date;
  if (afterClose !== 'next-date' || closed === undefined) return byClock;
  const next = dateAfter(byClock);
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
  if (!isClosed) return 'first-session';
  // A session that goes on may be signed in to by anybody, whatever the policy says by now.
  if (day.unclosedDates.includes(businessDate)) return 'further-session';
  const isLast = day.lastClose?.date === businessDate && day.businessDate === businessDate;
  return isLast && afterClose === 'further-session' ? 'further-session' : 'closed';
}
