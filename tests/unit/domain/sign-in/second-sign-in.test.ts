import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Fact } from '../../../../domain/contract/entry.ts';
import {
  type ChecksOfDay,
  foldChecks,
  noChecks,
  sealsToCheck,
} from '../../../../domain/sign-in/checks-of-day.ts';
import {
  clockMovedMsMax,
  type LastSync,
  mayReconcileBeside,
  maySyncBeside,
} from '../../../../domain/sign-in/second-sign-in.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';

const good: LastSync = {
  signedInToday: true,
  online: true,
  agoMs: 60_000,
  clockMovedMs: 0,
  unsyncedEntries: 12,
};
const batch = 500;

describe('the sync of a second sign-in', () => {
  it('goes on beside the cashier when the last one was a moment ago', () => {
    expect(maySyncBeside(good, batch)).toBe(true);
  });
  it.each<[string, Partial<LastSync>]>([
    ['nobody has signed in today', { signedInToday: false }],
    ['the back office does not answer', { online: false }],
    ['there was none since the till started', { agoMs: null }],
    ['the last one is older than three minutes', { agoMs: 180_001 }],
    ['the clock was set forward since', { clockMovedMs: clockMovedMsMax + 1 }],
    ['the clock was set back since', { clockMovedMs: -clockMovedMsMax - 1 }],
    ['more waits than one batch', { unsyncedEntries: batch + 1 }],
  ])('is waited for when %s', (_, change) => {
    expect(maySyncBeside({ ...good, ...change }, batch)).toBe(false);
  });
  it('is never left to the background when anything is worse than where it is waited for', () => {
    const last = fc.record({
      signedInToday: fc.boolean(),
      online: fc.boolean(),
      agoMs: fc.option(fc.nat(400_000)),
      clockMovedMs: fc.integer({ min: -200_000, max: 200_000 }),
      unsyncedEntries: fc.nat(1_000),
    });
    fc.assert(
      fc.property(last, fc.nat(100_000), (given, more) => {
        if (maySyncBeside(given, batch)) return;
        const worse = {
          ...given,
          agoMs: given.agoMs === null ? null : given.agoMs + more,
          unsyncedEntries: given.unsyncedEntries + more,
        };
        expect(maySyncBeside(worse, batch)).toBe(false);
      }),
    );
  });
  it('takes the comparing of the books along only where they agreed today and the store does not stop at them', () => {
    expect(mayReconcileBeside(true, true, 'warn')).toBe(true);
    expect(mayReconcileBeside(true, true, 'block')).toBe(false);
    expect(mayReconcileBeside(true, false, 'warn')).toBe(false);
    expect(mayReconcileBeside(false, true, 'warn')).toBe(false);
  });
});

describe('what was looked at today', () => {
  const today = '2026-11-22';
  const entry = (fact: Fact, businessDate = today): Entry =>
    ({ ...fact, seq: 1, id: '', at: 0, businessDate, operator: '1001' }) as Entry;
  const seals = (intact: boolean, numbers = ['S-1', 'S-2']): Entry =>
    entry({
      kind: 'seals-checked',
      body: { devices: [{ device: 'pin-pad', seals: numbers }], intact },
    });
  const fold = (...entries: Entry[]): ChecksOfDay => entries.reduce(foldChecks, noChecks(null));
  const pad = { device: 'pin-pad', seals: ['S-1', 'S-2'] };

  it('asks for whole seals once, in whatever order the register lists them', () => {
    expect(sealsToCheck([pad], noChecks(today))).toEqual([pad]);
    expect(sealsToCheck([pad], fold(seals(true)))).toEqual([]);
    expect(sealsToCheck([{ ...pad, seals: ['S-2', 'S-1'] }], fold(seals(true)))).toEqual([]);
  });
  it('asks again for seals that were broken, exchanged, or are new', () => {
    expect(sealsToCheck([pad], fold(seals(true), seals(false)))).toEqual([pad]);
    const exchanged = { ...pad, seals: ['S-1', 'S-9'] };
    expect(sealsToCheck([exchanged], fold(seals(true)))).toEqual([exchanged]);
    const reader = { device: 'card-reader', seals: ['R-1'] };
    expect(sealsToCheck([pad, reader], fold(seals(true)))).toEqual([reader]);
  });
  it('is nothing on the next business date', () => {
    const later = entry(
      { kind: 'self-checked', body: { check: 'sound', well: true } },
      '2026-11-23',
    );
    expect(fold(seals(true), later)).toEqual({ ...noChecks('2026-11-23'), sound: true });
  });
  it('keeps how screen and sound were last', () => {
    const check = (which: 'screen' | 'sound', well: boolean): Entry =>
      entry({ kind: 'self-checked', body: { check: which, well } });
    expect(fold(check('screen', false), check('sound', true))).toMatchObject({
      screen: false,
      sound: true,
    });
    expect(fold(check('screen', false), check('screen', true)).screen).toBe(true);
  });
  it('knows whether the books agreed', () => {
    const outcome = (state: 'passed' | 'warned'): Entry => {
      const steps = [{ step: 'reconcile' as const, state, problems: [], tookMs: 1 }];
      return entry({ kind: 'signed-in', body: { role: 'cashier', offline: false, steps } });
    };
    expect(fold(outcome('passed')).reconciled).toBe(true);
    expect(fold(outcome('passed'), outcome('warned')).reconciled).toBe(false);
    const differed: Entry = entry({ kind: 'books-differed', body: sampleBodies['books-differed'] });
    expect(fold(outcome('passed'), differed).reconciled).toBe(false);
  });
});
