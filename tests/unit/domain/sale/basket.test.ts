import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { one, quantityMax } from '../../../../domain/basics/quantity.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { price } from '../../../../domain/prices/price.ts';
import { activePromotions } from '../../../../domain/prices/promotion.ts';
import {
  applyToBasket,
  type Basket,
  basketSchema,
  emptyBasket,
  findLine,
} from '../../../../domain/sale/basket.ts';
import { totalsOf } from '../../../../domain/sale/totals.ts';
import { type Act, act, addCommand } from '../arbitraries.ts';

const basketId = '0190a1b2-0000-7000-8000-000000000001';
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
const apples: Item = { ...milk, sku: '20001', unit: 'kg', barcode: null, taxRate: 900 };

const priced = ({ lines }: Basket) => price({ lines }, activePromotions([], '2026-11-22'));
const totalsOfLines = (basket: Basket): number[] =>
  priced(basket).map(({ totalMinor }) => totalMinor);

function add(basket: Basket, item: Item, quantity = one): Basket {
  return applyToBasket(basket, { kind: 'add', item, quantity });
}

/** Does what a cashier could do; an act on a line needs a line, and pieces need whole numbers. */
function perform(basket: Basket, step: Act): Basket {
  if (step.kind === 'add') return applyToBasket(basket, step);
  const line = basket.lines[step.pick % Math.max(1, basket.lines.length)];
  if (!line) return basket;
  switch (step.kind) {
    case 'set-quantity':
      return applyToBasket(basket, {
        kind: 'set-quantity',
        line: line.line,
        quantity: step.pieces * one,
      });
    case 'override-price':
      return applyToBasket(basket, { ...step, line: line.line });
    default:
      return applyToBasket(basket, { kind: 'remove', line: line.line });
  }
}

describe('the fold of commands', () => {
  it('keeps every total the sum of its lines, whatever a cashier does', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const basket = acts.reduce(perform, emptyBasket(basketId));
        const lines = priced(basket);
        const totals = totalsOf(lines);
        let due = 0;
        let list = 0;
        let pieces = 0;
        for (const line of lines) {
          // Independent of `extend`: thousandths rounded by BigInt, half up.
          const exact = BigInt(line.priceMinor) * BigInt(line.quantity);
          expect(BigInt(line.totalMinor)).toBe((exact + 500n) / 1000n);
          due += line.totalMinor;
          list += Number((BigInt(line.listPriceMinor) * BigInt(line.quantity) + 500n) / 1000n);
          pieces += line.unit === 'kg' ? 1 : line.quantity / one;
        }
        expect(totals).toMatchObject({ dueMinor: due, listMinor: list, pieces });
        expect(totals.discountMinor).toBe(list - due);
        expect(totals.tax.reduce((sum, tax) => sum + tax.grossMinor, 0)).toBe(due);
        expect(basketSchema.parse(basket)).toEqual(basket);
      }),
    );
  });

  it('never gives a line number twice', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const seen = new Set<number>();
        let basket = emptyBasket(basketId);
        for (const step of acts) {
          const before = new Set(basket.lines.map((line) => line.line));
          basket = perform(basket, step);
          for (const { line } of basket.lines) {
            if (!before.has(line)) expect(seen.has(line)).toBe(false);
            seen.add(line);
          }
        }
      }),
    );
  });

  it('leaves the basket it was given as it was', () => {
    fc.assert(
      fc.property(fc.array(addCommand, { minLength: 1, maxLength: 10 }), act, (adds, step) => {
        const basket = adds.reduce<Basket>(applyToBasket, emptyBasket(basketId));
        const before = structuredClone(basket);
        perform(basket, step);
        expect(basket).toEqual(before);
      }),
    );
  });
});

describe('joining lines', () => {
  it('joins pieces of one item at one price', () => {
    const basket = add(add(emptyBasket(basketId), milk), milk, 2 * one);
    expect(basket.lines).toHaveLength(1);
    expect(basket.lines[0]).toMatchObject({ quantity: 3 * one });
  });
  it('keeps two weighings of one item apart', () => {
    const basket = add(add(emptyBasket(basketId), apples, 500), apples, 700);
    expect(basket.lines.map((line) => line.quantity)).toEqual([500, 700]);
  });
  it('keeps apart what was added before and after a change of the price', () => {
    const basket = add(add(emptyBasket(basketId), milk), { ...milk, priceMinor: 700 });
    expect(totalsOfLines(basket)).toEqual([650, 700]);
  });
  it('keeps apart what was added before and after a change of the tax rate', () => {
    const basket = add(add(emptyBasket(basketId), milk), { ...milk, taxRate: 900 });
    expect(totalsOf(priced(basket)).tax.map((tax) => tax.rate)).toEqual([1300, 900]);
  });
  it('does not add to a line whose price was overridden', () => {
    const dear = applyToBasket(add(emptyBasket(basketId), milk), {
      kind: 'override-price',
      line: 1,
      priceMinor: 500,
    });
    expect(totalsOfLines(add(dear, milk))).toEqual([500, 650]);
  });
  it('begins a new line where the old one would grow past the limit', () => {
    const full = add(emptyBasket(basketId), milk, quantityMax);
    expect(add(full, milk).lines.map((line) => line.quantity)).toEqual([quantityMax, one]);
  });
});

describe('changing a line', () => {
  const basket = add(add(emptyBasket(basketId), milk, 2 * one), apples, 865);

  it('sets the quantity and takes the new total', () => {
    const after = applyToBasket(basket, { kind: 'set-quantity', line: 1, quantity: 5 * one });
    expect(findLine(after, 1)).toMatchObject({ quantity: 5 * one });
    expect(findLine(after, 2)).toEqual(findLine(basket, 2));
  });
  it('overrides the price and shows the difference as a discount', () => {
    const after = applyToBasket(basket, { kind: 'override-price', line: 1, priceMinor: 600 });
    expect(findLine(after, 1)).toMatchObject({ listPriceMinor: 650, setPriceMinor: 600 });
    expect(totalsOf(priced(after)).discountMinor).toBe(100);
  });
  it('removes the line and nothing else', () => {
    const after = applyToBasket(basket, { kind: 'remove', line: 1 });
    expect(after.lines).toEqual([findLine(basket, 2)]);
    expect(findLine(after, 1)).toBeUndefined();
  });
  it.each([
    { kind: 'remove', line: 9 },
    { kind: 'set-quantity', line: 9, quantity: one },
    { kind: 'set-quantity', line: 1, quantity: 1500 },
    { kind: 'set-quantity', line: 1, quantity: 0 },
    { kind: 'override-price', line: 9, priceMinor: 1 },
    { kind: 'add', item: milk, quantity: 500 },
  ] as const)('takes %j for the bug it is', (command) => {
    expect(() => applyToBasket(basket, command)).toThrow('Bug');
  });
});
