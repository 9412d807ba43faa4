import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedOff, type HandDiscount, ofByHand } from '../../../../domain/prices/hand.ts';
import type { CounterLine } from '../../../../domain/prices/line.ts';
import { offOf, price, priceLess } from '../../../../domain/prices/price.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';
import { applyToBasket, type Basket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { undone } from '../../../../domain/sale/undo.ts';
import { type Act, act } from '../arbitraries.ts';

const none = activePromotions([], '2026-11-22');
const line = (number: number, more: Partial<CounterLine> = {}): CounterLine => ({
  line: number,
  kind: 'goods',
  sku: String(10_000 + number),
  barcode: null,
  name: { en: 'Milk' },
  unit: 'piece',
  quantity: 1_000,
  listPriceMinor: 650,
  taxRate: 1_300,
  ...more,
});
const tenPercent: HandDiscount = { by: { basisPoints: 1_000 }, reasonId: 'damaged', ofMinor: 650 };
const twenty: HandDiscount = { by: { minor: 2_000 }, reasonId: 'complaint', ofMinor: 650 };
const totals = (lines: readonly CounterLine[], discount?: HandDiscount) =>
  price({ lines, discount }, none).map(({ totalMinor }) => totalMinor);

describe('a discount by hand', () => {
  it('comes off what promotions have left of the line', () => {
    const promotion = {
      id: 'P1',
      name: { en: 'Half' },
      from: '2026-11-22',
      until: '2026-11-22',
      skus: ['10001'],
      categories: [],
      rule: { kind: 'percent-off' as const, basisPoints: 5_000 },
      withdrawn: false,
    };
    const [priced] = price(
      { lines: [line(1, { hand: tenPercent })] },
      activePromotions([promotion], '2026-11-22'),
    );
    expect(priced).toMatchObject({
      discounts: [
        { source: 'promotion', minor: 325 },
        { source: 'hand', reasonId: 'damaged', minor: 33 },
      ],
      totalMinor: 292,
    });
  });

  it('by amount takes no more than there is', () => {
    expect(totals([line(1, { hand: twenty })])).toEqual([0]);
    expect(totals([line(1)], twenty)).toEqual([0]);
  });

  it('of the basket comes last, and of goods alone', () => {
    const lines = [
      line(1, { hand: tenPercent }),
      line(2, { kind: 'return', quantity: -1_000 }),
      line(3),
    ];
    expect(totals(lines, { by: { minor: 100 }, reasonId: 'regular', ofMinor: 1_235 })).toEqual([
      538, -650, 597,
    ]);
  });

  it('is spread to the last minor unit, and no line is below nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 40_000 }),
        (prices, minor) => {
          const lines = prices.map((listPriceMinor, at) => line(at + 1, { listPriceMinor }));
          const sum = prices.reduce((whole, each) => whole + each, 0);
          const after = totals(lines, { by: { minor }, reasonId: 'other', ofMinor: sum });
          expect(after.reduce((whole, each) => whole + each, 0)).toBe(Math.max(0, sum - minor));
          for (const each of after) expect(each).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('and what it came to prices the same lines again without the rules', () => {
    const lines = [line(1, { hand: tenPercent, setPriceMinor: 600 }), line(2)];
    const priced = price({ lines, discount: twenty }, none);
    expect(priceLess({ lines }, offOf(priced))).toEqual(priced);
  });
});

type Given = Readonly<{ kind: 'discount'; pick: number; whole: boolean; by: HandDiscount['by'] }>;
const given: fc.Arbitrary<Given> = fc.record({
  kind: fc.constant('discount' as const),
  pick: fc.nat(9),
  whole: fc.boolean(),
  by: fc.oneof(
    fc.record({ basisPoints: fc.integer({ min: 1, max: 10_000 }) }),
    fc.record({ minor: fc.integer({ min: 1, max: 300_000 }) }),
  ),
});

function perform(basket: Basket, step: Act | Given): Basket {
  if (step.kind === 'add') return applyToBasket(basket, step);
  const chosen = basket.lines[step.pick % Math.max(1, basket.lines.length)];
  if (!chosen) return basket;
  if (step.kind !== 'discount') {
    const quantity = step.kind === 'set-quantity' ? step.pieces * 1_000 : 0;
    return applyToBasket(basket, { ...step, line: chosen.line, quantity } as never);
  }
  const goods = price(basket, none).filter((each) => step.whole || each.line === chosen.line);
  const ofMinor = ofByHand(goods, step.whole);
  const discount = { by: step.by, reasonId: 'other', ofMinor } as const;
  return applyToBasket(basket, {
    kind: 'discount',
    line: step.whole ? null : chosen.line,
    discount,
  });
}

it('whatever becomes of the goods, no more is off them than was allowed, and no greater share', () => {
  /** What a discount took off what cost `minor`; a percentage is rounded to the next unit. */
  const expectHeld = (hand: HandDiscount | undefined, minor: number, off: number) => {
    if (!hand) return expect(off).toBe(0);
    const allowed = allowedOff(hand);
    expect(off).toBeLessThanOrEqual(allowed);
    const share =
      'minor' in hand.by
        ? (minor * allowed) / Math.max(1, hand.ofMinor)
        : (minor * hand.by.basisPoints) / 10_000 + 0.5;
    expect(off).toBeLessThanOrEqual(share);
  };
  const sum = (all: readonly number[]) => all.reduce((whole, each) => whole + each, 0);
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ arbitrary: act, weight: 3 }, { arbitrary: given, weight: 1 }), {
        maxLength: 30,
      }),
      (steps) => {
        let basket = emptyBasket('b');
        for (const step of steps) {
          basket = perform(basket, step);
          const lines = price(basket, none).map(({ hand, totalMinor, discounts }) => {
            const off = (ofWhole: boolean) =>
              sum(discounts.filter((d) => (d.whole === true) === ofWhole).map((d) => d.minor));
            return { hand, reduced: totalMinor + off(true), line: off(false), whole: off(true) };
          });
          for (const { hand, reduced, line } of lines) expectHeld(hand, reduced + line, line);
          const reduced = sum(lines.map((each) => each.reduced));
          expectHeld(basket.discount, reduced, sum(lines.map(({ whole }) => whole)));
        }
      },
    ),
  );
});

it('what is off the whole goes with its last line', () => {
  const item = { ...line(1), priceMinor: 650, pinyin: '', category: 'c', favourite: null };
  const add = { kind: 'add', item: { ...item, withdrawn: false }, quantity: 1_000 } as const;
  const off = { kind: 'discount', line: null, discount: tenPercent } as const;
  const emptied = [add, off, { kind: 'remove', line: 1 } as const].reduce<Basket>(
    applyToBasket,
    emptyBasket('b'),
  );
  expect(emptied.discount).toBeUndefined();
  expect(undone(emptied).discount).toEqual(tenPercent);
});
