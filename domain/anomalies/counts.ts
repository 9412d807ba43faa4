/**
 * How many reversals, voids, openings of the drawer, changed prices and discounts are unusual, by what this till has done before.
 *
 * Two judges must agree. The tail of a Poisson distribution around the till's own mean says that chance hardly brings so
 * many; it is right where counts are small. Median and median absolute deviation say that the till's own days have never
 * been like this; they are right where days differ more than Poisson allows, and one wild day in the past does not move
 * them. See docs/anomalies.md.
 */

import type { DayTotals } from '../reports/day-totals.ts';
import { type FigureId, figureOf } from '../reports/figures.ts';
import type { Finding } from './kinds.ts';

export type CountedKind = Extract<Finding['anomaly'], `many-${string}`>;

/** Business dates of a till before which nothing is unusual; and how far back it is compared. */
export const historyDatesMin = 7;
export const historyDatesMax = 28;
/** Fewer are never unusual: a bad hour is not a pattern. */
const countMin = 5;
/** One false alarm in a hundred thousand days of an honest till. */
const chanceMax = 1e-5;
/** A normal distribution's standard deviation, from the median absolute deviation. */
const deviationPerMad = 1.4826;
const deviationsMax = 4;

const countsOf = (totals: DayTotals, ids: readonly FigureId[]): number =>
  ids.reduce((all, id) => all + figureOf(totals, id).count, 0);

const salesOf = (totals: DayTotals): number => figureOf(totals, 'sales').count;

const countOf: Readonly<Record<CountedKind, (totals: DayTotals) => number>> = {
  'many-reversals': (totals) => countsOf(totals, ['reversed']),
  'many-voids': (totals) => countsOf(totals, ['voidedLines', 'abandoned']),
  'many-no-sales': (totals) =>
    countsOf(totals, ['drawerOpened', 'paidIn', 'paidOut', 'dropped', 'tendersGivenBack']),
  'many-discounts': (totals) => countsOf(totals, ['overrides', 'handDiscounts']),
};
export const countedKinds = Object.keys(countOf) as CountedKind[];

export type Unusual = Readonly<{ anomaly: CountedKind; count: number; usual: number }>;

/** `history`: earlier business dates of the same till, in any order. */
export function judgeCounts(today: DayTotals, history: readonly DayTotals[]): Unusual[] {
  // A date without a sale says nothing of how often its cashiers correct themselves.
  const days = history.filter((totals) => salesOf(totals) > 0);
  if (days.length < historyDatesMin) return [];
  return countedKinds.flatMap((anomaly) => {
    const count = countOf[anomaly](today);
    const past = days.map(countOf[anomaly]);
    const isUnusual = count >= countMin && isPoissonRare(count, today, past, days);
    if (!isUnusual || !isFarFromMedian(count, past)) return [];
    return [{ anomaly, count, usual: Math.round(mean(past) * 10) / 10 }];
  });
}

/** A day with twice the sales may have twice the corrections; one with few sales gets no smaller allowance. */
function isPoissonRare(
  count: number,
  today: DayTotals,
  past: readonly number[],
  days: readonly DayTotals[],
): boolean {
  const busier = Math.max(1, salesOf(today) / mean(days.map(salesOf)));
  // Half an event more than was seen: a till that never had one has no rate of zero.
  const expected = ((sum(past) + 0.5) / past.length) * busier;
  return poissonTail(count, expected) < chanceMax;
}

function isFarFromMedian(count: number, past: readonly number[]): boolean {
  const middle = median(past);
  const deviation = deviationPerMad * median(past.map((one) => Math.abs(one - middle)));
  return count > middle + deviationsMax * deviation;
}

/** P(X ≥ `count`) where X is Poisson with mean `expected`. */
function poissonTail(count: number, expected: number): number {
  // Summed from the tail: one minus the rest would lose all digits of a small chance.
  let term = Math.exp(-expected);
  for (let k = 1; k <= count; k += 1) term *= expected / k;
  let tail = 0;
  for (let k = count + 1; term > tail * 1e-12; k += 1) {
    tail += term;
    term *= expected / k;
  }
  return tail;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
