import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localHour } from '../../../../domain/basics/business-date.ts';
import { drawerIn, expectedIn, foldDrawers } from '../../../../domain/cash/drawer.ts';
import type { Fact } from '../../../../domain/contract/entry.ts';
import type { Place } from '../../../../domain/journal/fact.ts';
import {
  type DayDigest,
  digestOf,
  fieldDigestOf,
  readDigest,
  reconcile,
} from '../../../../domain/office/reconcile.ts';
import {
  blindTotals,
  type DayTotals,
  dayTotalsSchema,
  emptyTotals,
  expectedCash,
  foldTotals,
} from '../../../../domain/reports/day-totals.ts';
import { type FigureId, figureOf, figuresIn } from '../../../../domain/reports/figures.ts';
import { storedTotals } from '../../../../domain/reports/stored-totals.ts';
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
      ? sample.tenders.slice(0, 1).map((tender) => ({ ...tender, amountMinor: totalMinor }))
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
  (amountMinor): Fact => ({
    kind: 'float-counted',
    body: { amountMinor, denominations: {}, drawer: 'main' },
  }),
);
const movement = fc
  .record({
    kind: fc.constantFrom(
      'cash-paid-in' as const,
      'cash-paid-out' as const,
      'cash-dropped' as const,
    ),
    amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ kind, amountMinor }) => ({ kind, body: { ...sampleBodies[kind], amountMinor } }) as Fact);
const handover = fc.record({ expectedMinor: minor, countedMinor: minor }).map(
  ({ expectedMinor, countedMinor }): Fact => ({
    kind: 'drawer-handed-over',
    body: {
      drawer: 'main',
      expectedMinor,
      countedMinor,
      differenceMinor: countedMinor - expectedMinor,
    },
  }),
);
type Written = Fact & Pick<Place, 'seq' | 'at' | 'operator'>;
const day: fc.Arbitrary<Written[]> = fc
  .array(
    fc.record({
      fact: fc.oneof({ arbitrary: sale, weight: 3 }, other, float, movement, handover),
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

const withoutZeros = (figures: DayTotals['figures']): DayTotals['figures'] =>
  Object.fromEntries(
    Object.entries(figures).filter(([, { count, minor }]) => count !== 0 || minor !== 0),
  );

/** The same books kept another way: column by column over the whole day. */
function oracle(entries: readonly Written[], deep = true): DayTotals {
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
  const moved = (kind: 'cash-paid-in' | 'cash-paid-out' | 'cash-dropped', sign: number) => {
    const list = entries.flatMap((e) => (e.kind === kind ? [sign * e.body.amountMinor] : []));
    return { count: list.length, minor: sum(list) };
  };
  const handovers = entries.flatMap((e) =>
    e.kind === 'drawer-handed-over' ? [e.body.differenceMinor] : [],
  );
  const rates = [...new Set(sales.flatMap((s) => s.tax.map((tax) => tax.rate)))];
  const times = (times: number) => ({ count: times, minor: 0 });
  const worth = (amount: number) => ({ count: 0, minor: amount });
  const sums = {
    sales: { count: sales.length, minor: sum(sales.map((s) => s.totalMinor)) },
    cash: tenders('cash'),
    card: tenders('card'),
    discount: worth(0 - sum(sales.map((s) => s.discountMinor))),
    rounding: worth(sum(sales.map((s) => s.roundingMinor))),
    paidIn: moved('cash-paid-in', 1),
    paidOut: moved('cash-paid-out', -1),
    dropped: moved('cash-dropped', -1),
    apart: { count: handovers.length, minor: sum(handovers) },
    pieces: times(sum(sales.map((s) => s.pieces))),
    float: worth(floats.at(-1) ?? 0),
    voidedLines: times(sum(sales.map((s) => s.voidedLines))),
    abandoned: times(count('sale-abandoned')),
    overrides: times(count('price-overridden')),
    drawerOpened: times(count('drawer-opened')),
    declined: times(count('attempt-declined')),
    reversed: times(count('attempt-reversed')),
  };
  const perOperator = [
    'sales',
    'cash',
    'card',
    'discount',
    'rounding',
    'paidIn',
    'paidOut',
    'dropped',
    'apart',
  ];
  const own = (operator: string) => {
    const figures = oracle(
      entries.filter((e) => e.operator === operator),
      false,
    ).figures;
    return withoutZeros(
      Object.fromEntries(Object.entries(figures).filter(([id]) => perOperator.includes(id))),
    );
  };
  const operators = [...new Set(entries.flatMap((e) => e.operator ?? []))];
  const byOperator = Object.fromEntries(
    (deep ? operators : [])
      .map((operator) => [operator, own(operator)] as const)
      .filter(([, figures]) => Object.keys(figures).length > 0),
  );
  return {
    byOperator,
    businessDate: date,
    entries: entries.length,
    firstSeq: entries[0]?.seq ?? 0,
    lastSeq: entries.at(-1)?.seq ?? 0,
    operators: [...new Set(entries.flatMap((e) => e.operator ?? []))].sort(),
    figures: sums,
    tax: Object.fromEntries(
      rates.map((rate) => {
        const lines = sales.flatMap((s) => s.tax).filter((tax) => tax.rate === rate);
        const grossMinor = sum(lines.map((tax) => tax.grossMinor));
        return [rate, { grossMinor, taxMinor: sum(lines.map((tax) => tax.taxMinor)) }];
      }),
    ),
    byHourMinor: Array.from({ length: 24 }, (_, hour) =>
      sum(sales.filter((s) => localHour(s.at, zone) === hour).map((s) => s.totalMinor)),
    ),
  };
}

/** With a zero for what never happened, to be held beside the oracle's. */
const whole = (totals: DayTotals): DayTotals => {
  const ids = figuresIn('sold', 'paid', 'off', 'moved', 'goods', 'drawer', 'asked')
    .filter(({ figure }) => figure.section === 'moved' || !figure.rare)
    .map(({ id }) => [id, figureOf(totals, id)]);
  // What came to nothing is as good as what never was.
  const byOperator = Object.fromEntries(
    Object.entries(totals.byOperator)
      .map(([operator, figures]) => [operator, withoutZeros(figures)] as const)
      .filter(([, figures]) => Object.keys(figures).length > 0),
  );
  return { ...totals, byOperator, figures: { ...Object.fromEntries(ids), ...totals.figures } };
};

describe('the totals of a day', () => {
  it('are what another way of counting comes to, for any day', () => {
    fc.assert(
      fc.property(day, (entries) => {
        expect(whole(fold(entries))).toEqual(oracle(entries));
      }),
    );
  });
  it('add up: by tender, by tax rate and by hour they give the same sum', () => {
    fc.assert(
      fc.property(day, (entries) => {
        const totals = fold(entries);
        const of = (id: FigureId) => figureOf(totals, id);
        expect(of('cash').minor + of('card').minor).toBe(of('sales').minor + of('rounding').minor);
        expect(of('cash').count + of('card').count).toBe(of('sales').count);
        expect(totals.byHourMinor.reduce((a, b) => a + b, 0)).toBe(of('sales').minor);
        const moved =
          of('paidIn').minor + of('paidOut').minor + of('dropped').minor + of('apart').minor;
        expect(expectedCash(totals)).toBe(of('float').minor + of('cash').minor + moved);
        const drawers = entries.reduce(foldDrawers, {});
        expect(expectedIn(drawerIn(drawers))).toBe(expectedCash(totals));
        expect(dayTotalsSchema.parse(totals)).toEqual(totals);
        expect(storedTotals(JSON.stringify(totals))).toEqual(totals);
      }),
    );
  });
  it('tell whoever has not counted yet the same, however much cash was taken', () => {
    fc.assert(
      fc.property(day, minor, (entries, more) => {
        const paidMore = entries.map((entry) => {
          if (entry.kind !== 'sale-completed') return entry;
          const { body } = entry;
          const tenders = body.tenders.map((tender) =>
            tender.kind === 'cash' ? { ...tender, amountMinor: tender.amountMinor + more } : tender,
          );
          const cash = tenders.some(({ kind }) => kind === 'cash');
          const totalMinor = body.totalMinor + (cash ? more : 0);
          const tax = body.tax.map((part) => ({ ...part, taxMinor: part.taxMinor + more }));
          return { ...entry, body: { ...body, totalMinor, tenders, tax } };
        });
        expect(blindTotals(fold(paidMore))).toEqual(blindTotals(fold(entries)));
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

  const compared = ['entries', 'lastSeq', ...Object.keys(digest.sums)];
  it('are told apart by exactly the figures that were changed', () => {
    const changedBy = (changed: readonly string[], by: number): DayDigest => ({
      ...digest,
      entries: digest.entries + (changed.includes('entries') ? by : 0),
      lastSeq: digest.lastSeq + (changed.includes('lastSeq') ? by : 0),
      sums: Object.fromEntries(
        Object.entries(digest.sums).map(([what, sum]) => [
          what,
          changed.includes(what) ? sum + by : sum,
        ]),
      ),
    });
    const said = { ...digest.sums, entries: digest.entries, lastSeq: digest.lastSeq };
    fc.assert(
      fc.property(fc.subarray(compared), fc.integer({ min: 1, max: 99 }), (changed, by) => {
        expect(reconcile([digest], [changedBy(changed, by)])).toEqual(
          compared
            .filter((what) => changed.includes(what))
            .map((what) => {
              const here = said[what as keyof typeof said] ?? 0;
              return { businessDate: date, what, here, there: here + by };
            }),
        );
      }),
    );
  });

  it('are compared in what both know of: a back office before answers in fields, one after has more figures', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 99 }), (entries, by) => {
        const ours = digestOf(fold(entries));
        const fields = fieldDigestOf(fold(entries));
        expect(reconcile([ours], [readDigest(fields)])).toEqual([]);
        const cardMinor = fields.cardMinor + by;
        expect(reconcile([ours], [readDigest({ ...fields, cardMinor })])).toMatchObject([
          { what: 'card.minor', there: cardMinor },
        ]);
        const newer = { ...ours, sums: { ...ours.sums, 'loyalty.minor': by } };
        expect(reconcile([ours], [newer])).toEqual([]);
        expect(reconcile([newer], [ours])).toEqual([]);
      }),
      { numRuns: 30 },
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

  it('holds the newest count of each drawer: a second drawer replaces none', () => {
    const counted = (drawer: string, amountMinor: number, seq: number) => ({
      ...{ kind: 'float-counted', body: { drawer, amountMinor, denominations: {} } },
      ...{ seq, at: 0, operator: '1001' },
    });
    const totals = [
      counted('main', 50_000, 1),
      counted('kiosk', 20_000, 2),
      counted('main', 40_000, 3),
    ].reduce((sum, entry) => foldTotals(sum, entry, 'UTC'), emptyTotals('2026-11-22'));
    expect(figureOf(totals, 'float').minor).toBe(60_000);
    expect(expectedCash(totals)).toBe(60_000);
  });
});
