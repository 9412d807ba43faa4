/** Random shops for property tests: items, baskets, and what is done to them. */
import fc from 'fast-check';
import { one } from '../../../domain/basics/quantity.ts';
import type { Item } from '../../../domain/goods/item.ts';
import type { BasketCommand } from '../../../domain/sale/basket.ts';

export const taxRate = fc.constantFrom(0, 600, 900, 1300);

export const item: fc.Arbitrary<Item> = fc
  .record({
    sku: fc.integer({ min: 10_000, max: 10_020 }).map(String),
    unit: fc.constantFrom('piece' as const, 'kg' as const),
    priceMinor: fc.integer({ min: 0, max: 200_000 }),
    taxRate,
  })
  .map((chosen) => ({
    ...chosen,
    name: { zh: `商品${chosen.sku}`, en: `Item ${chosen.sku}` },
    pinyin: 'sp',
    barcode: null,
    category: 'snacks',
    favourite: null,
    withdrawn: false,
  }));

export function quantityOf(unit: Item['unit']): fc.Arbitrary<number> {
  return unit === 'kg'
    ? fc.integer({ min: 1, max: 20_000 })
    : fc.integer({ min: 1, max: 40 }).map((pieces) => pieces * one);
}

export const addCommand: fc.Arbitrary<Extract<BasketCommand, { kind: 'add' }>> = item.chain((it) =>
  quantityOf(it.unit).map((quantity) => ({ kind: 'add', item: it, quantity })),
);

/** What a cashier does; `pick` chooses among the lines there are. */
export type Act =
  | Readonly<{ kind: 'add'; item: Item; quantity: number }>
  | Readonly<{ kind: 'set-quantity'; pick: number; pieces: number }>
  | Readonly<{ kind: 'remove'; pick: number }>
  | Readonly<{ kind: 'override-price'; pick: number; priceMinor: number }>;

const pick = fc.nat(1_000);
export const act: fc.Arbitrary<Act> = fc.oneof(
  { arbitrary: addCommand, weight: 4 },
  {
    arbitrary: fc.record({
      kind: fc.constant('set-quantity' as const),
      pick,
      pieces: fc.integer({ min: 1, max: 50 }),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('remove' as const), pick }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('override-price' as const),
      pick,
      priceMinor: fc.integer({ min: 0, max: 250_000 }),
    }),
    weight: 1,
  },
);
