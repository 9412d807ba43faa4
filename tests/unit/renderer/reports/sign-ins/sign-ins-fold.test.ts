import { describe, expect, it } from 'vitest';
import type { PastSignIn } from '../../../../../domain/sign-in/channels.ts';
import { byDay, sharesOf, stepTimes } from '../../../../../renderer/reports/sign-ins/fold.ts';

type Step = PastSignIn['steps'][number];

const step = (name: Step['step'], tookMs: number, more: Partial<Step> = {}): Step => ({
  step: name,
  state: 'passed',
  problems: [],
  tookMs,
  ...more,
});

const signIn = (seq: number, businessDate: string, steps: readonly Step[]): PastSignIn => ({
  seq,
  at: seq,
  businessDate,
  operator: '1007',
  operatorName: '甲',
  opened: true,
  offline: false,
  steps: [...steps],
  tookMs: steps.reduce((sum, { tookMs }) => sum + tookMs, 0),
});

describe('the timeline of sign-ins', () => {
  it('puts the sign-ins of a business date together and keeps their order', () => {
    const list = [
      signIn(9, '2026-11-22', []),
      signIn(7, '2026-11-22', []),
      signIn(3, '2026-11-21', []),
    ];
    expect(byDay(list).map(({ businessDate, signIns }) => [businessDate, signIns.length])).toEqual([
      ['2026-11-22', 2],
      ['2026-11-21', 1],
    ]);
  });

  it('counts the wait for a person apart from the step that asked', () => {
    const one = signIn(1, '2026-11-22', [
      step('devices', 900),
      step('update', 0),
      step('float', 21_000, { waitedMs: 20_400 }),
    ]);
    expect(sharesOf(one)).toEqual([
      { share: 'devices', ms: 900 },
      { share: 'float', ms: 600 },
      { share: 'person', ms: 20_400 },
    ]);
  });

  it('takes the middle of an odd and the mean of the two middles of an even number of runs', () => {
    const days = [100, 9_000, 300].map((ms, index) =>
      signIn(index, '2026-11-22', [step('sync', ms)]),
    );
    const medianOf = (list: readonly PastSignIn[]) =>
      stepTimes(list).find((time) => time.step === 'sync')?.medianMs;
    expect(medianOf(days)).toBe(300);
    expect(medianOf([...days, signIn(4, '2026-11-22', [step('sync', 200)])])).toBe(250);
    expect(medianOf([])).toBeNull();
  });

  it('leaves skipped steps out of the times and counts the failed ones', () => {
    const times = stepTimes([
      signIn(1, '2026-11-22', [step('sync', 5, { state: 'skipped' })]),
      signIn(2, '2026-11-22', [step('sync', 400, { state: 'failed' })]),
    ]);
    expect(times.find((time) => time.step === 'sync')).toEqual({
      step: 'sync',
      medianMs: 400,
      failed: 1,
    });
  });
});
