import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../domain/anomalies/kinds.ts';
import { newWatch, watch, watchStateSchema } from '../../../../domain/anomalies/watch.ts';
import type { Entry, Fact } from '../../../../domain/contract/entry.ts';

const minuteMs = 60_000;
/** 2026-11-22 09:00 in Shanghai. */
const nine = Date.UTC(2026, 10, 22, 1, 0);
const always = { zone: 'Asia/Shanghai', openingHours: null };
const shopHours = { zone: 'Asia/Shanghai', openingHours: { from: '08:00', until: '21:00' } };
const nightHours = { zone: 'Asia/Shanghai', openingHours: { from: '20:00', until: '06:00' } };

type Written = Fact & { at?: number; operator?: string };

/** What a till finds that writes these one after another; its state survives as JSON. */
function findingsOf(
  written: readonly Written[],
  hours: Parameters<typeof watch>[2] = always,
): Finding[] {
  let state = newWatch;
  return written.flatMap(({ at = nine, operator = '1001', ...fact }, index) => {
    const place = { seq: index + 1, id: '', at, businessDate: '2026-11-22', operator };
    const watched = watch(state, { ...fact, ...place } as Entry, hours);
    state = watchStateSchema.parse(JSON.parse(JSON.stringify(watched.state)));
    return [...watched.findings];
  });
}

const refused = (number: string | null, at = nine): Written => ({
  kind: 'sign-in-refused',
  body: { number, reason: 'pin-wrong', wrongTries: 1 },
  at,
});
const signedIn = (at: number, operator = '1001'): Written => ({
  kind: 'signed-in',
  body: { role: 'cashier', offline: false, steps: [] },
  at,
  operator,
});
const swapped = (found: string): Written => ({
  kind: 'sign-in-failed',
  body: {
    steps: [
      {
        step: 'devices',
        state: 'failed',
        tookMs: 5,
        problems: [
          { kind: 'device-swapped', params: { device: 'pin-pad', found, registered: 'A1' } },
        ],
      },
    ],
  },
});

describe('tries on many numbers', () => {
  it('are told once, with the entries, when four were tried within ten minutes', () => {
    const tries = ['1001', '1002', '1001', '1003', '1004', '1005'].map((number, index) =>
      refused(number, nine + index * minuteMs),
    );
    expect(findingsOf(tries)).toEqual([
      {
        anomaly: 'tries-on-many-numbers',
        params: { count: 4, minutes: 10 },
        entries: [1, 2, 3, 4, 5],
      },
    ]);
  });

  it('are nothing when one cashier mistypes, or over a whole day', () => {
    expect(findingsOf(Array.from({ length: 8 }, () => refused('1001')))).toEqual([]);
    const day = ['1', '2', '3', '4', '5'].map((n, hour) =>
      refused(`100${n}`, nine + hour * 3_600_000),
    );
    expect(findingsOf(day)).toEqual([]);
  });

  it('count each badge that is nobody’s', () => {
    expect(findingsOf([null, null, null, null].map((number) => refused(number)))).toHaveLength(1);
  });
});

describe('work out of hours', () => {
  it('is told once for each operator and date', () => {
    const late = nine + 13 * 3_600_000;
    const found = findingsOf(
      [signedIn(nine), signedIn(late), signedIn(late), signedIn(late, '1002')],
      shopHours,
    );
    expect(found.map(({ anomaly, entries, params }) => [anomaly, entries, params])).toEqual([
      ['out-of-hours', [2], { operator: '1001', time: '22:00', from: '08:00', until: '21:00' }],
      ['out-of-hours', [4], { operator: '1002', time: '22:00', from: '08:00', until: '21:00' }],
    ]);
  });

  it('knows hours that go over midnight', () => {
    const at = (hour: number) => Date.UTC(2026, 10, 22, hour - 8);
    expect(findingsOf([signedIn(at(23)), signedIn(at(24 + 3))], nightHours)).toEqual([]);
    expect(findingsOf([signedIn(at(12))], nightHours)).toHaveLength(1);
  });

  it('is nothing where the store names no hours', () => {
    expect(findingsOf([signedIn(nine + 16 * 3_600_000)])).toEqual([]);
  });
});

describe('another device', () => {
  it('is told once, however often the sign-in is retried, and again when it is yet another', () => {
    const found = findingsOf([swapped('B2'), swapped('B2'), swapped('C3')]);
    expect(found.map(({ entries, params }) => [entries, params])).toEqual([
      [[1], { what: 'swapped', device: 'pin-pad', before: 'A1', after: 'B2' }],
      [[3], { what: 'swapped', device: 'pin-pad', before: 'A1', after: 'C3' }],
    ]);
  });

  it('is told when it is attached in the place of another, or registered anew', () => {
    const attached = (before: string | null): Written => ({
      kind: 'device-attached',
      body: {
        device: 'scanner',
        family: 'scanner',
        protocol: 'text-lines',
        address: 'serial:2',
        before,
      },
    });
    expect(findingsOf([attached(null), attached('serial:2')])).toEqual([]);
    expect(findingsOf([attached('serial:1')])[0]?.params).toMatchObject({ what: 'attached' });
    const registered = (serialNumber: string): Written => ({
      kind: 'device-registered',
      body: {
        device: 'pin-pad',
        family: 'pin-pad',
        model: 'VP-5',
        serialNumber,
        seals: [],
        location: '',
        maintenanceDue: null,
      },
    });
    // What takes cards is told from its first row on.
    expect(findingsOf([registered('A1'), registered('A1')]).map(({ params }) => params)).toEqual([
      { what: 'registered', device: 'pin-pad', before: '-', after: 'A1' },
    ]);
    expect(findingsOf([registered('A1'), registered('B2')])[1]?.params).toEqual({
      what: 'registered',
      device: 'pin-pad',
      before: 'A1',
      after: 'B2',
    });
  });
});

describe('a clock that was moved', () => {
  const moved = (direction: 'set-back' | 'set-forward', at: number): Written => ({
    kind: 'clock-moved',
    body: { direction, byMs: 3_600_000 },
    at,
  });
  it('is told once while the sign-in is retried, and each time it is moved again', () => {
    const found = findingsOf([
      moved('set-back', nine),
      moved('set-back', nine + minuteMs),
      moved('set-forward', nine + 2 * minuteMs),
      moved('set-back', nine + 60 * minuteMs),
    ]);
    expect(found.map(({ params }) => params)).toEqual([
      { direction: 'back', minutes: 60 },
      { direction: 'forward', minutes: 60 },
      { direction: 'back', minutes: 60 },
    ]);
  });
});
