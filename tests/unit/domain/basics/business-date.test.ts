import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  businessDateOf,
  cutOverAfter,
  daysBetween,
  judgeClock,
  localHour,
  localText,
} from '../../../../domain/basics/business-date.ts';
import { readTable } from '../table.ts';

const zones = [
  'Asia/Shanghai',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'America/St_Johns',
  'America/Havana',
];
const rule = fc.record({
  zone: fc.constantFrom(...zones),
  cutOver: fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map(
      (m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`,
    ),
});
const instant = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2035, 0, 1) });
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const nextDate = (date: string): string => iso(Date.parse(date) + dayMs);

describe('the business date', () => {
  it.each(readTable('basics/business-date'))('of $zone $at is $date: $case', (row) => {
    const { zone = '', at = '', date } = row;
    const cutOver = row.cutOver || '04:00';
    expect(businessDateOf(Date.parse(at), { zone, cutOver })).toBe(date);
  });

  it('changes exactly at the cut-over: at it is the next date, one millisecond before the last', () => {
    fc.assert(
      fc.property(instant.map(iso), rule, (date, dayRule) => {
        const at = cutOverAfter(date, dayRule);
        expect(businessDateOf(at, dayRule)).toBe(nextDate(date));
        expect(businessDateOf(at - 1, dayRule)).toBe(date);
      }),
      { numRuns: 300 },
    );
  });

  it('never goes back while time goes on', () => {
    fc.assert(
      fc.property(instant, fc.nat(3 * dayMs), rule, (at, laterBy, dayRule) => {
        const first = businessDateOf(at, dayRule);
        expect(businessDateOf(at + laterBy, dayRule) >= first).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('lies between the cut-over that began it and the one that ends it', () => {
    fc.assert(
      fc.property(instant, rule, (at, dayRule) => {
        const date = businessDateOf(at, dayRule);
        expect(cutOverAfter(date, dayRule)).toBeGreaterThan(at);
        expect(cutOverAfter(iso(Date.parse(date) - dayMs), dayRule)).toBeLessThanOrEqual(at);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['a plain day', 'Asia/Shanghai', '2026-11-21', 24],
    ['the day of spring in Berlin', 'Europe/Berlin', '2026-03-28', 23],
    ['the day of autumn in Berlin', 'Europe/Berlin', '2026-10-24', 25],
    ['the day of spring in New York', 'America/New_York', '2026-03-07', 23],
    ['the day of autumn in New York', 'America/New_York', '2026-10-31', 25],
    ['the day of spring on Lord Howe', 'Australia/Lord_Howe', '2026-10-03', 23.5],
    ['the day of autumn on Lord Howe', 'Australia/Lord_Howe', '2026-04-04', 24.5],
  ])('is as long as the clock makes it: %s', (_, zone, date, hours) => {
    const dayRule = { zone, cutOver: '04:00' };
    const begins = cutOverAfter(iso(Date.parse(date) - dayMs), dayRule);
    expect((cutOverAfter(date, dayRule) - begins) / hourMs).toBe(hours);
  });

  it.each([
    ['Mars/Olympus', '04:00'],
    ['Asia/Shanghai', '25:00'],
    ['Asia/Shanghai', ''],
  ])('refuses the zone %s with the cut-over "%s"', (zone, cutOver) => {
    expect(() => businessDateOf(0, { zone, cutOver })).toThrow(RangeError);
  });
});

describe('daysBetween', () => {
  it('counts whole days forward and backward', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -4000, max: 4000 }), (at, days) => {
        expect(daysBetween(iso(at), iso(at + days * dayMs))).toBe(days);
      }),
    );
  });
});

describe('the wall clock', () => {
  it('is shown in the zone of the store', () => {
    const at = Date.parse('2026-11-22T00:52:03.987Z');
    expect(localText(at, 'Asia/Shanghai')).toBe('2026-11-22 08:52:03');
    expect(localText(at, 'America/New_York')).toBe('2026-11-21 19:52:03');
    expect(localHour(at, 'Asia/Shanghai')).toBe(8);
    expect(localHour(at, 'Asia/Kathmandu')).toBe(6);
  });

  it('has the hour of the zone, whatever was asked before and whenever the clocks change', () => {
    const shown = new Map(
      zones.map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
      ]),
    );
    // The last Sunday of October in Berlin, the first of November and of April in New York and on Lord Howe.
    const changes = ['2026-10-25T01:00Z', '2026-11-01T06:00Z', '2026-04-04T15:00Z'].map(Date.parse);
    fc.assert(
      fc.property(
        fc.oneof(instant, fc.constantFrom(...changes)),
        fc.constantFrom(...zones),
        fc.array(fc.integer({ min: -2 * hourMs, max: 2 * hourMs }), { minLength: 2 }),
        (base, zone, steps) => {
          for (const step of steps) {
            const at = base + step;
            expect(String(localHour(at, zone)).padStart(2, '0')).toBe(shown.get(zone)?.format(at));
          }
        },
      ),
    );
  });
});

describe('the clock of the till', () => {
  const now = Date.parse('2026-11-22T08:00:00Z');
  it.each([
    ['a new till has nothing to compare with', null, { kind: 'steady' }],
    ['nothing passed', now, { kind: 'steady' }],
    ['a night passed', now - 10 * hourMs, { kind: 'steady' }],
    ['two minutes back are drift', now + 120_000, { kind: 'steady' }],
    ['set back by more', now + 120_001, { kind: 'set-back', byMs: 120_001 }],
    ['set back an hour by hand', now + hourMs, { kind: 'set-back', byMs: hourMs }],
    ['a year slow', now + 365 * dayMs, { kind: 'set-back', byMs: 365 * dayMs }],
    ['a month of holidays', now - 31 * dayMs, { kind: 'steady' }],
    ['sixty days off', now - 60 * dayMs, { kind: 'steady' }],
    ['a year fast', now - 365 * dayMs, { kind: 'set-forward', byMs: 365 * dayMs }],
  ] as const)('%s', (_, last, verdict) => {
    expect(judgeClock(now, last)).toEqual(verdict);
  });
  it('does not take the change of summer time for a hand on the clock', () => {
    const before = Date.parse('2026-10-25T00:59:00Z');
    const after = Date.parse('2026-10-25T01:01:00Z');
    expect(localText(after, 'Europe/Berlin') < localText(before, 'Europe/Berlin')).toBe(true);
    expect(judgeClock(after, before)).toEqual({ kind: 'steady' });
  });
  it('finds a clock that fell back to 1970', () => {
    expect(judgeClock(0, now)).toEqual({ kind: 'set-back', byMs: now });
  });
});
