import { describe, expect, it } from 'vitest';
import { one } from '../../../../domain/basics/quantity.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import type { PricedLine } from '../../../../domain/prices/line.ts';
import { price } from '../../../../domain/prices/price.ts';
import { activePromotions, type Promotion } from '../../../../domain/prices/promotion.ts';
import type { PromotionRule } from '../../../../domain/prices/promotion-rules.ts';
import { applyToBasket, type Basket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';

const basketId = '0190a1b2-0000-7000-8000-000000000001';
const today = '2026-11-22';
const milk: Item = {
  sku: '10001',
  name: { zh: '牛奶', en: 'Milk' },
  pinyin: 'nn',
  barcode: '6901234567892',
  category: 'drinks',
  unit: 'piece',
  priceMinor: 650,
  taxRate: 1300,
  favourite: null,
  withdrawn: false,
};
const apples: Item = {
  ...milk,
  sku: '20012',
  unit: 'kg',
  priceMinor: 1_098,
  barcode: null,
  category: 'produce',
};

function promotion(id: string, rule: PromotionRule, more: Partial<Promotion> = {}): Promotion {
  return {
    id,
    name: { zh: `促销${id}`, en: `Offer ${id}` },
    from: today,
    until: today,
    skus: ['10001'],
    categories: [],
    rule,
    withdrawn: false,
    ...more,
  };
}

const tenOff: PromotionRule = { kind: 'percent-off', basisPoints: 1_000 };

function basketOf(...bought: readonly (readonly [Item, number])[]): Basket {
  return bought.reduce(
    (basket, [of, quantity]) => applyToBasket(basket, { kind: 'add', item: of, quantity }),
    emptyBasket(basketId),
  );
}

const priced = ({ lines }: Basket, promotions: readonly Promotion[]) =>
  price({ lines }, activePromotions(promotions, today));

const discounts = (lines: readonly PricedLine[]) =>
  lines.map(({ discounts: [first] }) => [first?.id ?? null, first?.minor ?? 0]);

const tea: Item = { ...milk, sku: '10002', priceMinor: 400 };

const cases: [string, PromotionRule, (readonly [Item, number])[], number[]][] = [
  [
    'an amount off each unit, never more than it costs',
    { kind: 'amount-off', offMinor: 500 },
    [
      [milk, 2 * one],
      [tea, one],
      [apples, 500],
    ],
    [1_000, 400, 250],
  ],
  [
    'a fixed price, where it is less',
    { kind: 'fixed-price', priceMinor: 600 },
    [
      [milk, 2 * one],
      [tea, one],
      [apples, 500],
    ],
    [100, 0, 249],
  ],
  [
    'the second at half',
    { kind: 'nth-off', nth: 2, basisPoints: 5_000 },
    [
      [milk, 3 * one],
      [tea, 2 * one],
    ],
    [325, 200],
  ],
  [
    'the highest tier that is reached, for all of it',
    {
      kind: 'tiers',
      tiers: [
        { from: 2_000, basisPoints: 1_000 },
        { from: 3_000, basisPoints: 2_000 },
      ],
    },
    [
      [milk, 3 * one],
      [tea, 2 * one],
      [apples, 1_999],
    ],
    [390, 80, 0],
  ],
  [
    'three of different goods for ten, the dearest first',
    { kind: 'mix', quantity: 3, priceMinor: 1_000 },
    [
      [milk, 2 * one],
      [tea, 2 * one],
    ],
    // 13.00 and 4.00 of the one tea: 7.00 off, shared by what each has in it.
    [535, 165],
  ],
  [
    'ten off from twenty on, over all it counts',
    { kind: 'threshold', fromMinor: 2_000, offMinor: 1_000, each: true, allBut: false },
    [
      [milk, 4 * one],
      [tea, 5 * one],
    ],
    [1_130, 870],
  ],
];

describe('each rule', () => {
  const rules = (more: readonly PromotionRule[]) =>
    more.map((of, index) => promotion(`P${index}`, of, { skus: ['10001', '10002', '20012'] }));
  it.each(cases)('%s', (_, of, bought, off) => {
    const lines = priced(basketOf(...bought), rules([of]));
    const sums = lines.map(({ discounts: all }) => all.reduce((sum, { minor }) => sum + minor, 0));
    expect(sums).toEqual(off);
  });

  it('a mix leaves out what is cheaper by itself', () => {
    const free = promotion('A', { kind: 'percent-off', basisPoints: 9_000 }, { skus: ['10002'] });
    const mixed = promotion(
      'B',
      { kind: 'mix', quantity: 2, priceMinor: 1_000 },
      {
        skus: ['10001', '10002'],
      },
    );
    const lines = priced(basketOf([milk, 2 * one], [tea, 2 * one]), [free, mixed]);
    expect(discounts(lines)).toEqual([
      ['B', 300],
      ['A', 720],
    ]);
  });

  it('of another group stands beside it, and together they leave no line below nothing', () => {
    const all = promotion('A', { kind: 'percent-off', basisPoints: 8_000 });
    const beside = promotion('B', { kind: 'amount-off', offMinor: 200 }, { group: 'b' });
    const lines = priced(basketOf([milk, one]), [all, beside]);
    expect(lines[0]?.discounts.map(({ id, minor }) => [id, minor])).toEqual([
      ['A', 520],
      ['B', 130],
    ]);
    expect(lines[0]?.totalMinor).toBe(0);
  });

  it('from an amount on counts what is left once the others are off, and all but what it names', () => {
    const tenth = promotion('A', tenOff);
    const over = (fromMinor: number) =>
      promotion(
        'B',
        { kind: 'threshold', fromMinor, offMinor: 300, each: false, allBut: true },
        {
          skus: ['10002'],
        },
      );
    const basket = basketOf([milk, 2 * one], [tea, 9 * one]);
    expect(totalsOf(priced(basket, [tenth, over(1_171)])).discountMinor).toBe(130);
    expect(totalsOf(priced(basket, [tenth, over(1_170)])).discountMinor).toBe(430);
  });
});
