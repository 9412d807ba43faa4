/**
 * Totals of one business date: a fold of the journal, used for the running totals of the till, for X and Z reports
 * and by the back office for its own books. What is summed stands in figures.ts.
 */
import { z } from 'zod';
import { localHour } from '../basics/business-date.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import type { SaleBody } from '../sale/facts.ts';
import {
  blindSums,
  drawerSum,
  type FigureFact,
  figureFacts,
  figureSumsSchema,
  foldFigures,
  foldOwn,
} from './figures.ts';

/**
 * One higher whenever a figure comes new or anything here is folded otherwise: what is kept of another version is folded
 * anew.
 */
export const totalsVersion = 9;

export const dayTotalsSchema = z.object({
  businessDate: z.string(),
  entries: z.int(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  operators: z.array(z.string()),
  figures: figureSumsSchema,
  /** Operator → what they sold, how it was paid, and what cash they moved. Not in what versions before 6 kept. */
  byOperator: z.record(z.string(), figureSumsSchema).default({}),
  /** Rate in basis points → what it summed to. */
  tax: z.record(z.string(), z.object({ grossMinor: z.int(), taxMinor: z.int() })),
  /** Sales by hour of the store's wall clock. */
  byHourMinor: z.array(z.int()).length(24),
});
export type DayTotals = z.infer<typeof dayTotalsSchema>;

const noHours = (): number[] => Array.from({ length: 24 }, () => 0);

export function emptyTotals(businessDate: string): DayTotals {
  return {
    businessDate,
    entries: 0,
    firstSeq: 0,
    lastSeq: 0,
    operators: [],
    figures: {},
    byOperator: {},
    tax: {},
    byHourMinor: noHours(),
  };
}

export type TotalsEntry = AnyFact & Pick<Place, 'seq' | 'at' | 'operator'>;

/** The totals with one more entry of the same business date. */
export function foldTotals(totals: DayTotals, any: TotalsEntry, zone: string): DayTotals {
  const next: DayTotals = {
    ...totals,
    entries: totals.entries + 1,
    firstSeq: totals.firstSeq === 0 ? any.seq : totals.firstSeq,
    lastSeq: any.seq,
    operators:
      any.operator === null || totals.operators.includes(any.operator)
        ? totals.operators
        : [...totals.operators, any.operator].sort(),
  };
  const entry = factOf(figureFacts, any);
  if (!entry) return next;
  const counted = {
    ...next,
    figures: foldFigures(totals.figures, entry),
    byOperator: foldByOperator(totals.byOperator, any.operator, entry),
  };
  return entry.kind === 'sale-completed'
    ? addSale(counted, entry.body, localHour(entry.at, zone))
    : counted;
}

/** What should lie in the drawer, in minor units. */
export function expectedCash(totals: DayTotals): number {
  return drawerSum(totals.figures);
}

/** What somebody may see who has not counted the drawer yet: nothing that the expected cash can be worked out from. */
export function blindTotals(totals: DayTotals): DayTotals {
  return {
    ...totals,
    figures: blindSums(totals.figures),
    byOperator: {},
    tax: {},
    byHourMinor: noHours(),
  };
}

function foldByOperator(
  byOperator: DayTotals['byOperator'],
  operator: string | null,
  fact: FigureFact,
): DayTotals['byOperator'] {
  if (operator === null) return byOperator;
  const before = byOperator[operator] ?? {};
  const after = foldOwn(before, fact);
  return after === before ? byOperator : { ...byOperator, [operator]: { ...after } };
}

function addSale(totals: DayTotals, sale: SaleBody, hour: number): DayTotals {
  const tax = { ...totals.tax };
  for (const line of sale.tax) {
    const sum = tax[line.rate] ?? { grossMinor: 0, taxMinor: 0 };
    tax[line.rate] = {
      grossMinor: sum.grossMinor + line.grossMinor,
      taxMinor: sum.taxMinor + line.taxMinor,
    };
  }
  return {
    ...totals,
    tax,
    byHourMinor: totals.byHourMinor.map((minor, at) =>
      at === hour ? minor + sale.totalMinor : minor,
    ),
  };
}
