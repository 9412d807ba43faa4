/** What a store goes on with after a Z, and when a close is early. */
import { describe, expect, it } from 'vitest';
import { dateAfterClose, judgeOpening } from '../../../../domain/day/after-close.ts';
import { closesEarly } from '../../../../domain/day/close-early.ts';
import { type DayFold, newTillDay } from '../../../../domain/day/day.ts';

const closed = (date: string, businessDate = date): DayFold => ({
  ...newTillDay,
  businessDate,
  lastClosedDate: date,
  lastClose: { date, zNumber: 7, session: 1, at: 0, by: '9001' },
});

const now = 1_000;
/** Signed in for 2026-11-23. */
const begun = (last: string, signedInAt: number) => ({ ...closed(last, '2026-11-23'), signedInAt });

describe('the date after a Z', () => {
  it.each([
    ['2026-11-22', newTillDay, 'next-date', '2026-11-22'],
    ['2026-11-22', closed('2026-11-22'), 'further-session', '2026-11-22'],
    ['2026-11-22', closed('2026-11-22'), 'next-date', '2026-11-23'],
    ['2026-11-22', closed('2026-11-21', '2026-11-22'), 'next-date', '2026-11-22'],
    // Tomorrow's is closed already: no date runs further ahead of the clock.
    ['2026-11-22', closed('2026-11-23'), 'next-date', '2026-11-23'],
    ['2026-11-24', closed('2026-11-23'), 'next-date', '2026-11-24'],
    // Begun ahead of the clock while the policy was another; closed, it stays the date of today.
    ['2026-11-22', begun('2026-11-22', now - 1), 'further-session', '2026-11-23'],
    ['2026-11-22', begun('2026-11-23', now - 1), 'further-session', '2026-11-23'],
    ['2026-11-23', begun('2026-11-22', now - 1), 'further-session', '2026-11-23'],
    // A clock set back: that sign-in has not been yet.
    ['2026-11-22', begun('2026-11-22', now + 1), 'further-session', '2026-11-22'],
    ['2026-11-20', closed('2026-11-23'), 'next-date', '2026-11-20'],
  ] as const)('%s by the clock', (byClock, day, policy, expected) => {
    expect(dateAfterClose(byClock, now, day, policy)).toBe(expected);
  });
});

describe('a sign-in after a Z', () => {
  const today = '2026-11-22';
  it.each([
    ['opens a date without one', false, newTillDay, 'further-session', 'first-session'],
    ['goes on with a session', true, closed(today), 'further-session', 'further-session'],
    ['waits for the next date', true, closed(today), 'next-date', 'closed'],
    [
      'joins a session that goes on',
      true,
      { ...closed(today), unclosedDates: [today] },
      'next-date',
      'further-session',
    ],
    [
      'opens no date behind the last one',
      true,
      closed(today, '2026-11-23'),
      'further-session',
      'closed',
    ],
    [
      'goes on in the journal that follows the one with the Z',
      false,
      { ...closed(today), businessDate: null },
      'further-session',
      'further-session',
    ],
    ['opens no date before the last Z', true, closed('2026-11-23'), 'further-session', 'closed'],
  ] as const)('%s', (_, isClosed, day, policy, expected) => {
    expect(judgeOpening(today, isClosed, day, policy)).toBe(expected);
  });
});

describe('a close is early', () => {
  const rule = { zone: 'Asia/Shanghai', cutOver: '04:00' };
  const at = (text: string): number => Date.parse(`${text}+08:00`);
  const early = (now: string, hours: { from: string; until: string } | null) => {
    const found = closesEarly(at(now), '2026-11-22', rule, hours);
    return found && new Date(found.untilMs + 8 * 3_600_000).toISOString().slice(0, 16);
  };
  it.each([
    ['2026-11-22T12:00:00', null, '2026-11-23T04:00'],
    ['2026-11-22T16:00:00', null, null],
    ['2026-11-22T22:00:00', null, null],
    ['2026-11-22T20:59:00', { from: '08:00', until: '21:00' }, '2026-11-22T21:00'],
    ['2026-11-22T21:00:00', { from: '08:00', until: '21:00' }, null],
    ['2026-11-23T01:00:00', { from: '18:00', until: '02:00' }, '2026-11-23T02:00'],
    ['2026-11-23T02:30:00', { from: '18:00', until: '02:00' }, null],
    // Open around the clock but for an hour: the date ends with the cut-over.
    ['2026-11-22T23:00:00', { from: '06:00', until: '05:00' }, '2026-11-23T04:00'],
  ] as const)('at %s with hours %o: %s', (now, hours, expected) => {
    expect(early(now, hours)).toBe(expected);
  });
});
