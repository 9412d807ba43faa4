import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localHour } from '../../../../domain/basics/business-date.ts';
import type { Fact } from '../../../../domain/contract/entry.ts';
import type { Place } from '../../../../domain/journal/fact.ts';
import { type DayDigest, digestOf, reconcile } from '../../../../domain/office/reconcile.ts';
import {
  type DayTotals,
  dayTotalsSchema,
  emptyTotals,
  expectedCash,
  foldTotals,
} from '../../../../domain/reports/day-totals.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';

const zone = 'Asia/Shanghai';
const date = '2026-11-22';
const minor = fc.nat(1_000_000);

const sale: fc.Arbitrary<Fact> = fc
  .record({
    pieces: fc.integer({ min: 1, max: 20 }),
    discountMinor: fc.nat(500),
    roundingMinor: fc.integer({ min: -5, max: 4 }),
    gross: fc.array(minor, { minLength: 4, maxLength: 4 }),
    card: fc.boolean(),
    voidedLines: fc.nat(3),
  })
  .map(({ gross, card, ...rest }): Fact => {
    const sample: SaleBody = sampleBodies['sale-completed'];
    const totalMinor = gross.reduce((sum, part) => sum + part, 1);
    const roundingMinor = card ? 0 : rest.roundingMinor;
    const tax = [1300, 900, 600, 0].map((rate, index) => ({
      rate,
      grossMinor: gross[index] ?? 0,
      taxMinor: Math.floor((gross[index] ?? 0) / 20),
    }));
    const paid = totalMinor + roundingMinor;
    const tenders: SaleBody['tenders'] = card
      ? sample.tenders.slice(1).map((tender) => ({ ...tender, amountMinor: totalMinor }))
      : [{ kind: 'cash', amountMinor: paid, tenderedMinor: paid + 100, changeMinor: 100 }];
    const body = { ...sample, ...rest, roundingMinor, totalMinor, tax, tenders };
    return { kind: 'sale-completed', body };
  });
const others = [
  'sale-abandoned',
  'price-overridden',
  'drawer-opened',
  'attempt-declined',
  'attempt-reversed',
  'receipt-printed',
  'till-locked',
  'attempt-approved',
] as const;
const other = fc
  .constantFrom(...others)
  .map((kind): Fact => ({ kind, body: sampleBodies[kind] }) as Fact);
const float = minor.map(
  (amountMinor): Fact => ({ kind: 'float-counted', body: { amountMinor, denominations: {} } }),
);
type Written = Fact & Pick<Place, 'seq' | 'at' | 'operator'>;
const day: fc.Arbitrary<Written[]> = fc
  .array(
    fc.record({
      fact: fc.oneof({ arbitrary: sale, weight: 3 }, other, float),
      afterMs: fc.nat(3_600_000),
      operator: fc.constantFrom('1001', '1002', '9001', null),
    }),
    { maxLength: 60 },
  )
  .map((list) => {
    let at = Date.parse('2026-11-22T00:00:00Z');
    return list.map(({ fact, afterMs, operator }, index) => {
      at += afterMs;
      return { ...fact, seq: 100 + index, at, operator };
    });
  });

const fold = (entries: readonly Written[]): DayTotals =>
  entries.reduce((totals, entry) => foldTotals(totals, entry, zone), emptyTotals(date));

/** The same books kept another way: column by column over the whole day. */
function oracle(entries: readonly Written[]): DayTotals {
  const sales = entries.flatMap((entry) =>
    entry.kind === 'sale-completed' ? [{ at: entry.at, ...entry.body }] : [],
  );
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const count = (kind: Fact['kind']): number => entries.filter((e) => e.kind === kind).length;
  const tenders = (kind: 'cash' | 'card') => {
    const list = sales.flatMap((s) => s.tenders).filter((tender) => tender.kind === kind);
    return { count: list.length, minor: sum(list.map((tender) => tender.amountMinor)) };
  };
  const floats = entries.flatMap((e) => (e.kind === 'float-counted' ? [e.body.amountMinor] : []));
  const rates = [...new Set(sales.flatMap((s) => s.tax.map((tax) => tax.rate)))];
  return {
    businessDate: date,
    entries: entries.length,
    firstSeq: entries[0]?.seq ?? 0,
    lastSeq: entries.at(-1)?.seq ?? 0,
    operators: [...new Set(entries.flatMap((e) => e.operator ?? []))].sort(),
    sales: { count: sales.length, minor: sum(sales.map((s) => s.totalMinor)) },
    pieces: sum(sales.map((s) => s.pieces)),
    discountMinor: sum(sales.map((s) => s.discountMinor)),
    roundingMinor: sum(sales.map((s) => s.roundingMinor)),
    cash: tenders('cash'),
    card: tenders('card'),
    tax: Object.fromEntries(
      rates.map((rate) => {
        const lines = sales.flatMap((s) => s.tax).filter((tax) => tax.rate === rate);
        const grossMinor = sum(lines.map((tax) => tax.grossMinor));
        return [rate, { grossMinor, taxMinor: sum(lines.map((tax) => tax.taxMinor)) }];
      }),
    ),
    floatMinor: floats.at(-1) ?? 0,
    voidedLines: sum(sales.map((s) => s.voidedLines)),
    abandoned: count('sale-abandoned'),
    overrides: count('price-overridden'),
    drawerOpened: count('drawer-opened'),
    declined: count('attempt-declined'),
    reversed: count('attempt-reversed'),
    byHourMinor: Array.from({ length: 24 }, (_, hour) =>
      sum(sales.filter((s) => localHour(s.at, zone) === hour).map((s) => s.totalMinor)),
    ),
  };
}

describe('the totals of a day', () => {
  it('are what another way of counting comes to, for any day', () => {
    fc.assert(
      fc.property(day, (entries) => {
        expect(fold(entries)).toEqual(oracle(entries));
      }),
    );
  });
  it('add up: by tender, by tax rate and by hour they give the same sum', () => {
    fc.assert(
      fc.property(day, (entries) => {
        const totals = fold(entries);
        expect(totals.cash.minor + totals.card.minor).toBe(
          totals.sales.minor + totals.roundingMinor,
        );
        expect(totals.cash.count + totals.card.count).toBe(totals.sales.count);
        expect(totals.byHourMinor.reduce((a, b) => a + b, 0)).toBe(totals.sales.minor);
        expect(expectedCash(totals)).toBe(totals.floatMinor + totals.cash.minor);
        expect(dayTotalsSchema.parse(totals)).toEqual(totals);
      }),
    );
  });
  it('are left as they were by a fold that goes on', () => {
    fc.assert(
      fc.property(day, day, (first, second) => {
        const before = fold(first);
        const kept = structuredClone(before);
        second.reduce((totals, entry) => foldTotals(totals, entry, zone), before);
        expect(before).toEqual(kept);
      }),
      { numRuns: 30 },
    );
  });
});

describe('two sets of books', () => {
  const digest: DayDigest = digestOf({ ...emptyTotals(date), entries: 40, lastSeq: 140 });

  it('agree with themselves, in any order', () => {
    fc.assert(
      fc.property(day, day, (a, b) => {
        const books = [digestOf(fold(a)), { ...digestOf(fold(b)), businessDate: '2026-11-23' }];
        expect(reconcile(books, [...books].reverse())).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  const fields = ['entries', 'lastSeq', 'sales', 'salesMinor', 'cashMinor', 'cardMinor'] as const;
  it('are told apart by exactly the figures that were changed', () => {
    fc.assert(
      fc.property(fc.subarray([...fields]), fc.integer({ min: 1, max: 99 }), (changed, by) => {
        const there = { ...digest };
        for (const field of changed) there[field] += by;
        expect(reconcile([digest], [there])).toEqual(
          fields
            .filter((field) => changed.includes(field))
            .map((what) => ({
              businessDate: date,
              what,
              here: digest[what],
              there: digest[what] + by,
            })),
        );
      }),
    );
  });

  it('name a date that only one of them has, oldest first', () => {
    const later = { ...digest, businessDate: '2026-11-23', entries: 7 };
    const earlier = { ...digest, businessDate: '2026-11-21', entries: 9 };
    expect(reconcile([digest, later], [earlier, digest])).toEqual([
      { businessDate: '2026-11-21', what: 'missing-here', here: 0, there: 9 },
      { businessDate: '2026-11-23', what: 'missing-there', here: 7, there: 0 },
    ]);
    expect(reconcile([], [])).toEqual([]);
  });
});
