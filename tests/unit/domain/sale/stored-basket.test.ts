import { expect, it } from 'vitest';
import type { Basket } from '../../../../domain/sale/basket.ts';
import { basketAtRest, readBasket } from '../../../../domain/sale/stored-basket.ts';

const common = {
  line: 1,
  sku: '10001',
  barcode: '6901234567892',
  name: { 'zh-CN': '牛奶', en: 'Milk' },
  unit: 'piece',
  quantity: 2_000,
  listPriceMinor: 650,
  taxRate: 1_300,
  category: 'drinks',
} as const;
const kept = { id: '0190a1b2-0000-7000-8000-000000000001', nextLine: 4, voidedLines: 1 };
const weighed = { labelMinor: 1_813, weighed: true } as const;
const laid: Basket = {
  ...kept,
  done: [],
  acts: 0,
  owner: '1001',
  takenBackMinor: 300,
  lines: [
    { ...common, kind: 'goods', setPriceMinor: 600 },
    { ...common, kind: 'goods', line: 3, unit: 'kg', ...weighed },
  ],
};

it('a basket comes back as it was put down, and says its version', () => {
  const done = [{ kind: 'add', line: 1, was: { quantity: 1_000 } }] as const;
  const basket: Basket = { ...laid, done: [...done], acts: 5 };
  const atRest = JSON.parse(JSON.stringify(basketAtRest(basket)));
  expect(atRest.v).toBe(4);
  expect(readBasket(atRest)).toEqual(basket);
});

it('one of the version before is what people had done: what was worked out is worked out again', () => {
  const promotion = { id: 'P1', name: common.name, discountMinor: 100 };
  const older = {
    ...kept,
    owner: '1001',
    takenBackMinor: 300,
    lines: [
      { ...common, priceMinor: 600, totalMinor: 1_200 },
      { ...common, line: 3, unit: 'kg', priceMinor: 650, ...weighed, totalMinor: 1_713, promotion },
    ],
  };
  expect(readBasket(older)).toEqual(laid);
});

it('one of before undo has nothing to undo', () => {
  const { done: _, ...second } = laid;
  expect(readBasket({ ...second, v: 2 })).toEqual(laid);
});

it('what was off by hand without saying of what is held to what lies there, at the price it had', () => {
  const percent = { by: { basisPoints: 1_000 }, reason: 'damaged' };
  const amount = { by: { minor: 100 }, reason: 'other' };
  const [first, second] = laid.lines;
  const done = [{ kind: 'discount', line: 1, was: { quantity: 2_000, hand: percent } }];
  const { acts: _, ...third } = { ...laid, done, discount: amount };
  const lines = [{ ...first, hand: percent }, second];
  expect(readBasket({ ...third, lines, v: 3 })).toEqual({
    ...laid,
    lines: [{ ...first, hand: { by: percent.by, reasonId: 'damaged', ofMinor: 1_200 } }, second],
    discount: { by: amount.by, reasonId: 'other', ofMinor: 100 },
  });
});

it.each([
  ['of a version after this one', { ...basketAtRest(laid), v: 5 }],
  ['with a line of another shape', { ...kept, lines: [{ ...common, priceMinor: '6.00' }] }],
  ['that is none', null],
])('one %s is not read', (_, stored) => {
  expect(readBasket(stored)).toBeNull();
});
