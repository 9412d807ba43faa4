import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCounts } from '../../../../domain/anomalies/counts.ts';
import { type DayTotals, emptyTotals } from '../../../../domain/reports/day-totals.ts';

const day = (drawerOpened: number, sales = 200): DayTotals => ({
  ...emptyTotals('2026-11-22'),
  figures: {
    drawerOpened: { count: drawerOpened, minor: 0 },
    sales: { count: sales, minor: sales * 1_000 },
  },
});
const days = (...counts: number[]) => counts.map((count) => day(count));
const found = (today: DayTotals, history: DayTotals[]) =>
  judgeCounts(today, history).map(({ anomaly, count, usual }) => `${anomaly} ${count} ${usual}`);

describe('counts against the till’s own history', () => {
  it('say nothing of a new till, whatever it does', () => {
    expect(found(day(500), days(0, 0, 0, 0, 0, 0))).toEqual([]);
  });

  it('name what stands out, and what is usual', () => {
    expect(found(day(9), days(0, 1, 0, 2, 1, 0, 1, 0))).toEqual(['many-no-sales 9 0.6']);
  });

  it('leave a handful alone, even where there never was one', () => {
    expect(found(day(4), days(0, 0, 0, 0, 0, 0, 0, 0))).toEqual([]);
    expect(found(day(5), days(0, 0, 0, 0, 0, 0, 0, 0))).toEqual(['many-no-sales 5 0']);
  });

  it('allow a busy day as many more as it has sales', () => {
    const history = days(6, 5, 7, 6, 8, 5, 6, 7);
    expect(found(day(24), history)).toEqual(['many-no-sales 24 6.3']);
    expect(found(day(24, 600), history)).toEqual([]);
  });

  it('know a till whose days differ wildly', () => {
    const history = days(0, 30, 2, 25, 1, 40, 3, 28, 0, 35);
    expect(found(day(40), history)).toEqual([]);
  });

  it('are not deafened by one wild day in the past', () => {
    expect(found(day(20), days(1, 0, 2, 1, 0, 1, 60, 1, 0, 1, 2, 0))).toEqual([
      'many-no-sales 20 5.8',
    ]);
  });

  it('hardly ever accuse an honest till: Poisson days, a thousand tills', () => {
    let alarms = 0;
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 12, noNaN: true }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (rate, chance) => {
          const draw = (): number => {
            let product = 1;
            for (let k = 0; ; k += 1) {
              product *= chance.next().value ?? 0.5;
              if (product <= Math.exp(-rate)) return k;
            }
          };
          const history = Array.from({ length: 20 }, () => day(draw()));
          alarms += judgeCounts(day(draw()), history).length;
        },
      ),
      { numRuns: 1_000, seed: 11 },
    );
    expect(alarms).toBeLessThanOrEqual(5);
  });
});
