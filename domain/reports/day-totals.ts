/**
 * Totals of one business date: a fold of the journal, used for the running totals of the till, for X and Z reports
 * and by the back office for its own books.
 */
import { z } from 'zod';
import { localHour } from '../basics/business-date.ts';
import { cashFacts } from '../cash/facts.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { type SaleBody, saleFacts } from '../sale/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';

/**
 * One higher whenever the fold below changes or a figure comes new: what is kept of another version is folded anew, and
 * books are compared only where both sides have the same.
 */
export const totalsVersion = 2;

const tally = z.object({ count: z.int(), minor: z.int() });

export const dayTotalsSchema = z.object({
  businessDate: z.string(),
  entries: z.int(),
  firstSeq: z.int(),
  lastSeq: z.int(),
  operators: z.array(z.string()),
  sales: tally,
  pieces: z.int(),
  discountMinor: z.int(),
  roundingMinor: z.int(),
  cash: tally,
  card: tally,
  /** Rate in basis points → what it summed to. */
  tax: z.record(z.string(), z.object({ grossMinor: z.int(), taxMinor: z.int() })),
  floatMinor: z.int(),
  voidedLines: z.int(),
  abandoned: z.int(),
  overrides: z.int(),
  drawerOpened: z.int(),
  declined: z.int(),
  reversed: z.int(),
  /** Card payments that a manager settled by hand; not there on dates without one. */
  settledCharged: tally.optional(),
  settledNotCharged: tally.optional(),
  /** Sales by hour of the store's wall clock. */
  byHourMinor: z.array(z.int()).length(24),
});
export type DayTotals = z.infer<typeof dayTotalsSchema>;

export function emptyTotals(businessDate: string): DayTotals {
  return {
    businessDate,
    entries: 0,
    firstSeq: 0,
    lastSeq: 0,
    operators: [],
    sales: { count: 0, minor: 0 },
    pieces: 0,
    discountMinor: 0,
    roundingMinor: 0,
    cash: { count: 0, minor: 0 },
    card: { count: 0, minor: 0 },
    tax: {},
    floatMinor: 0,
    voidedLines: 0,
    abandoned: 0,
    overrides: 0,
    drawerOpened: 0,
    declined: 0,
    reversed: 0,
    byHourMinor: Array.from({ length: 24 }, () => 0),
  };
}

const facts = { ...saleFacts, ...cashFacts, ...tendersFacts } as const;
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
  const entry = factOf(facts, any);
  if (!entry) return next;
  switch (entry.kind) {
    case 'sale-completed':
      return addSale(next, entry.body, localHour(entry.at, zone));
    case 'float-counted':
      // Counted again at a later sign-in of the day, the newest count stands.
      return { ...next, floatMinor: entry.body.amountMinor };
    case 'line-taken-back':
      return { ...next, voidedLines: next.voidedLines + 1 };
    case 'sale-abandoned':
      return { ...next, abandoned: next.abandoned + 1 };
    case 'price-overridden':
      return { ...next, overrides: next.overrides + 1 };
    case 'drawer-opened':
      return { ...next, drawerOpened: next.drawerOpened + 1 };
    case 'attempt-declined':
      return { ...next, declined: next.declined + 1 };
    case 'attempt-reversed':
      return { ...next, reversed: next.reversed + 1 };
    case 'attempt-settled': {
      const { outcome, amountMinor } = entry.body;
      const name = outcome === 'charged' ? 'settledCharged' : 'settledNotCharged';
      const { count, minor } = next[name] ?? { count: 0, minor: 0 };
      return { ...next, [name]: { count: count + 1, minor: minor + amountMinor } };
    }
    default:
      return next;
  }
}

/** What should lie in the drawer. */
export function expectedCash(totals: DayTotals): number {
  return totals.floatMinor + totals.cash.minor;
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
  const byTender = { cash: totals.cash, card: totals.card };
  for (const tender of sale.tenders) {
    const sum = byTender[tender.kind];
    byTender[tender.kind] = { count: sum.count + 1, minor: sum.minor + tender.amountMinor };
  }
  return {
    ...totals,
    ...byTender,
    tax,
    sales: { count: totals.sales.count + 1, minor: totals.sales.minor + sale.totalMinor },
    pieces: totals.pieces + sale.pieces,
    discountMinor: totals.discountMinor + sale.discountMinor,
    roundingMinor: totals.roundingMinor + sale.roundingMinor,
    voidedLines: totals.voidedLines + sale.voidedLines,
    byHourMinor: totals.byHourMinor.map((minor, at) =>
      at === hour ? minor + sale.totalMinor : minor,
    ),
  };
}
