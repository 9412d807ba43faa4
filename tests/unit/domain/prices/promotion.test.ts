import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { one } from '../../../../domain/basics/quantity.ts';
import { type Item, itemSchema, pricedOn, priceOn } from '../../../../domain/goods/item.ts';
import { grossMinor, type PricedLine, pricedLineSchema } from '../../../../domain/prices/line.ts';
import { price } from '../../../../domain/prices/price.ts';
import {
  activePromotions,
  type Promotion,
  promotionSchema,
} from '../../../../domain/prices/promotion.ts';
import type { PromotionRule } from '../../../../domain/prices/promotion-rules.ts';
import { applyToBasket, type Basket, emptyBasket } from '../../../../domain/sale/basket.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';
import { addCommand, item } from '../arbitraries.ts';

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
const threeForTwo: PromotionRule = { kind: 'buy-get', buy: 2, free: 1 };
const twoForTen: PromotionRule = { kind: 'bundle', quantity: 2, priceMinor: 1_000 };

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

describe('a price from a date', () => {
  const dearer: Item = {
    ...milk,
    prices: [
      { from: '2026-11-23', priceMinor: 700 },
      { from: '2026-12-01', priceMinor: 600 },
    ],
  };
  it.each([
    ['2026-11-22', 650],
    ['2026-11-23', 700],
    ['2026-11-30', 700],
    ['2026-12-01', 600],
    ['2027-01-01', 600],
  ])('on %s is %i', (date, priceMinor) => {
    expect(priceOn(dearer, date)).toBe(priceMinor);
    expect(pricedOn(dearer, date)).toEqual({ ...milk, priceMinor });
  });

  it('is kept oldest first, one a date', () => {
    expect(itemSchema.parse(dearer)).toEqual(dearer);
    const [first, second] = dearer.prices ?? [];
    expect(itemSchema.safeParse({ ...dearer, prices: [second, first] }).success).toBe(false);
    expect(itemSchema.safeParse({ ...dearer, prices: [first, first] }).success).toBe(false);
  });
});

describe('a promotion', () => {
  it('takes a percentage off each piece, and off the whole of what was weighed', () => {
    const offer = promotion('A', tenOff, { skus: ['10001', '20012'] });
    const lines = priced(basketOf([{ ...milk, priceMinor: 655 }, 3 * one], [apples, 865]), [offer]);
    // 65.5 of each piece is 66, three times; a tenth of 9.50 is 95.
    expect(discounts(lines)).toEqual([
      ['A', 198],
      ['A', 95],
    ]);
    expect(lines.map(({ totalMinor }) => totalMinor)).toEqual([1_767, 855]);
  });

  it.each([
    [2, 0],
    [3, 650],
    [5, 650],
    [6, 1_300],
  ])('of three for two takes off %i pieces %i', (pieces, discountMinor) => {
    const lines = priced(basketOf([milk, pieces * one]), [promotion('A', threeForTwo)]);
    expect(totalsOf(lines).discountMinor).toBe(discountMinor);
  });

  it.each([
    [1, 0],
    [2, 300],
    [3, 300],
    [4, 600],
  ])('of two for ten takes off %i pieces %i', (pieces, discountMinor) => {
    const lines = priced(basketOf([milk, pieces * one]), [promotion('A', twoForTen)]);
    expect(totalsOf(lines).discountMinor).toBe(discountMinor);
  });

  it('makes nobody buy a bundle that costs more than what is in it', () => {
    const dear = promotion('A', { kind: 'bundle', quantity: 2, priceMinor: 1_301 });
    expect(discounts(priced(basketOf([milk, 2 * one]), [dear]))).toEqual([[null, 0]]);
  });

  it('counts what was scanned before and after a change of the price together', () => {
    const basket = basketOf([milk, one], [{ ...milk, priceMinor: 700 }, 2 * one]);
    // The cheapest of the three is free; of a bundle the dearest two, 4.00 off, shared by what each costs.
    expect(discounts(priced(basket, [promotion('A', threeForTwo)]))).toEqual([
      ['A', 650],
      [null, 0],
    ]);
    expect(discounts(priced(basket, [promotion('A', twoForTen)]))).toEqual([
      [null, 0],
      ['A', 400],
    ]);
    const all = promotion('A', { kind: 'bundle', quantity: 3, priceMinor: 1_000 });
    expect(discounts(priced(basket, [all]))).toEqual([
      ['A', 333],
      ['A', 717],
    ]);
  });

  it('does nothing by the piece for what is weighed', () => {
    const both = [
      promotion('A', threeForTwo, { skus: ['20012'] }),
      promotion('B', twoForTen, { skus: ['20012'] }),
    ];
    expect(discounts(priced(basketOf([apples, 3 * one]), both))).toEqual([[null, 0]]);
  });

  it('is for items, for categories, and for nothing else', () => {
    const drinks = promotion('A', tenOff, { skus: [], categories: ['drinks'] });
    expect(discounts(priced(basketOf([milk, one], [apples, one]), [drinks]))).toEqual([
      ['A', 65],
      [null, 0],
    ]);
  });

  it.each([
    ['before it begins', { from: '2026-11-23', until: '2026-11-30' }],
    ['after it has ended', { from: '2026-11-01', until: '2026-11-21' }],
    ['once it is withdrawn', { withdrawn: true }],
  ])('does nothing %s', (_, more) => {
    expect(discounts(priced(basketOf([milk, one]), [promotion('A', tenOff, more)]))).toEqual([
      [null, 0],
    ]);
  });

  it('leaves a price that was changed with approval as it was decided', () => {
    const basket = applyToBasket(basketOf([milk, 3 * one]), {
      kind: 'override-price',
      line: 1,
      priceMinor: 640,
    });
    expect(discounts(priced(basket, [promotion('A', tenOff)]))).toEqual([[null, 0]]);
    const back = { kind: 'override-price', line: 1, priceMinor: 650 } as const;
    expect(discounts(priced(applyToBasket(basket, back), [promotion('A', tenOff)]))).toEqual([
      ['A', 195],
    ]);
  });

  it('gives way to one that takes more; of two that take the same the smaller id stays', () => {
    const offers = [promotion('C', tenOff), promotion('B', tenOff), promotion('A', threeForTwo)];
    for (const order of [offers, offers.toReversed()]) {
      expect(discounts(priced(basketOf([milk, 2 * one]), order))).toEqual([['B', 130]]);
      expect(discounts(priced(basketOf([milk, 3 * one]), order))).toEqual([['A', 650]]);
    }
  });

  it('goes when the line grows out of it, and the basket without it is the same as ever', () => {
    const offer = [promotion('A', threeForTwo)];
    const three = basketOf([milk, 3 * one]);
    expect(discounts(priced(three, offer))).toEqual([['A', 650]]);
    const two = applyToBasket(three, { kind: 'set-quantity', line: 1, quantity: 2 * one });
    expect(priced(two, offer)).toEqual(priced(basketOf([milk, 2 * one]), offer));
  });
});

const basisPoints = fc.integer({ min: 1, max: 10_000 });
const together = { quantity: fc.integer({ min: 2, max: 6 }), priceMinor: fc.nat(300_000) };
const is = <Kind extends PromotionRule['kind']>(kind: Kind) => fc.constant(kind);
const rule: fc.Arbitrary<PromotionRule> = fc.oneof(
  fc.record({ kind: is('percent-off'), basisPoints }),
  fc.record({ kind: is('amount-off'), offMinor: fc.integer({ min: 1, max: 50_000 }) }),
  fc.record({ kind: is('fixed-price'), priceMinor: fc.nat(100_000) }),
  fc.record({
    kind: is('buy-get'),
    buy: fc.integer({ min: 1, max: 5 }),
    free: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: is('nth-off'), nth: fc.integer({ min: 2, max: 4 }), basisPoints }),
  fc.record({
    kind: is('tiers'),
    tiers: fc.constant<{ from: number; basisPoints: number }[]>([
      { from: 2_000, basisPoints: 500 },
      { from: 5_000, basisPoints: 1_250 },
    ]),
  }),
  fc.record({ kind: is('bundle'), ...together }),
  fc.record({ kind: is('mix'), ...together }),
  fc.record({
    kind: is('threshold'),
    fromMinor: fc.integer({ min: 1, max: 500_000 }),
    offMinor: fc.integer({ min: 1, max: 100_000 }),
    each: fc.boolean(),
    allBut: fc.boolean(),
  }),
);
const group = fc.constantFrom(undefined, undefined, 'a', 'b');
const skus = fc.subarray([...Array(21).keys()].map((n) => String(10_000 + n)));
const promotions = fc.array(fc.record({ rule, skus, group }), { maxLength: 8 }).map((list) =>
  list.map(({ rule: of, skus: numbers, group: own }, index) =>
    promotion(`P${index}`, of, {
      skus: numbers,
      categories: index % 3 === 0 ? ['snacks'] : [],
      ...(own ? { group: own } : {}),
    }),
  ),
);
const adds = fc.array(addCommand, { maxLength: 25 });
const filled = (commands: readonly Parameters<typeof applyToBasket>[1][]) =>
  commands.reduce(applyToBasket, emptyBasket(basketId));

/** The same goods, each piece on a line of its own. */
const split = (basket: Basket): Basket => ({
  ...basket,
  lines: basket.lines
    .flatMap((line) =>
      line.unit === 'piece'
        ? Array.from({ length: line.quantity / one }, () => ({ ...line, quantity: one }))
        : [line],
    )
    .map((line, index) => ({ ...line, line: index + 1 })),
});

describe('whatever is promoted and bought', () => {
  it('pieces cost the same on one line and on many', () => {
    fc.assert(
      fc.property(adds, promotions, (commands, offers) => {
        const basket = filled(commands);
        const { tax: _, ...totals } = totalsOf(priced(basket, offers));
        expect(totalsOf(priced(split(basket), offers))).toMatchObject(totals);
      }),
    );
  });

  it('the totals are the sums of the lines, and no line costs less than nothing', () => {
    fc.assert(
      fc.property(adds, promotions, (commands, offers) => {
        const lines = priced(filled(commands), offers);
        const totals = totalsOf(lines);
        let due = 0;
        let off = 0;
        for (const line of lines) {
          const lineOff = line.discounts.reduce((sum, { minor }) => sum + minor, 0);
          expect(line.totalMinor).toBe(grossMinor(line) - lineOff);
          expect(line.totalMinor).toBeGreaterThanOrEqual(0);
          due += line.totalMinor;
          off += lineOff;
        }
        expect(totals).toMatchObject({ dueMinor: due, discountMinor: off });
        expect(totals.tax.reduce((sum, { grossMinor: gross }) => sum + gross, 0)).toBe(due);
        expect(pricedLineSchema.array().parse(lines)).toEqual(lines);
        for (const offer of offers) expect(promotionSchema.parse(offer)).toEqual(offer);
      }),
    );
  });

  it('the order of scanning changes no price', () => {
    const bySku = (lines: readonly PricedLine[]) => {
      const sums: Record<string, number> = {};
      for (const { sku, totalMinor } of lines) sums[sku] = (sums[sku] ?? 0) + totalMinor;
      return sums;
    };
    fc.assert(
      fc.property(adds, promotions, fc.infiniteStream(fc.nat()), (commands, offers, order) => {
        const shuffled = commands
          .map((command) => ({ command, place: order.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ command }) => command);
        expect(bySku(priced(filled(shuffled), offers.toReversed()))).toEqual(
          bySku(priced(filled(commands), offers)),
        );
      }),
    );
  });

  it('a line that is taken out again leaves the rest as it was before it', () => {
    fc.assert(
      fc.property(adds, item, promotions, (commands, more, offers) => {
        const before = filled(commands);
        const wider = applyToBasket(before, { kind: 'add', item: more, quantity: one });
        fc.pre(wider.lines.length > before.lines.length);
        const line = wider.lines.at(-1)?.line ?? 0;
        const after = applyToBasket(wider, { kind: 'remove', line });
        expect(priced(after, offers)).toEqual(priced(before, offers));
      }),
    );
  });

  it('no single promotion would have been better for the customer', () => {
    fc.assert(
      fc.property(adds, promotions, (commands, offers) => {
        const ofOneGroup = offers.map(({ group: _, ...offer }) => offer);
        const lines = priced(filled(commands), ofOneGroup);
        const thresholds = new Set(
          offers.flatMap(({ id, rule: of }) => (of.kind === 'threshold' ? [id] : [])),
        );
        const goodsOff = (priced: readonly PricedLine[]) =>
          priced
            .flatMap(({ discounts: off }) => off)
            .filter(({ id }) => !thresholds.has(id ?? ''))
            .reduce((sum, { minor }) => sum + minor, 0);
        for (const offer of ofOneGroup) {
          if (offer.rule.kind === 'threshold') continue;
          expect(goodsOff(lines)).toBeGreaterThanOrEqual(
            goodsOff(priced(filled(commands), [offer])),
          );
        }
      }),
    );
  });
});
