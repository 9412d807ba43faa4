import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandDiscount } from '../../../../domain/prices/hand.ts';
import type { CounterLine } from '../../../../domain/prices/line.ts';
import { offOf, price, priceLess } from '../../../../domain/prices/price.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';

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
const tenPercent: HandDiscount = { by: { basisPoints: 1_000 }, reason: 'damaged' };
const twenty: HandDiscount = { by: { minor: 2_000 }, reason: 'complaint' };
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
        { source: 'hand', reason: 'damaged', minor: 33 },
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
      line(3, { kind: 'deposit', listPriceMinor: 25 }),
      line(4),
    ];
    expect(totals(lines, { by: { minor: 100 }, reason: 'regular' })).toEqual([538, -650, 25, 597]);
  });

  it('is spread to the last minor unit, and no line is below nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5_000), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 40_000 }),
        (prices, minor) => {
          const lines = prices.map((listPriceMinor, at) => line(at + 1, { listPriceMinor }));
          const sum = prices.reduce((whole, each) => whole + each, 0);
          const after = totals(lines, { by: { minor }, reason: 'other' });
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
