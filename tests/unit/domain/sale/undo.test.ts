/** Whatever a cashier did comes back, step by step; doing it again makes the same of it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { one } from '../../../../domain/basics/quantity.ts';
import {
  applyToBasket,
  type Basket,
  type BasketCommand,
  basketSchema,
  emptyBasket,
} from '../../../../domain/sale/basket.ts';
import { doneMax } from '../../../../domain/sale/done.ts';
import { lastDone, nameDone, tookBack, undone } from '../../../../domain/sale/undo.ts';
import { type Act, act } from '../arbitraries.ts';

const empty = emptyBasket('0190a1b2-0000-7000-8000-000000000001');
const step = fc.oneof(
  { arbitrary: act, weight: 5 },
  {
    arbitrary: fc.record({
      kind: fc.constant('discount' as const),
      pick: fc.nat(9),
      whole: fc.boolean(),
      basisPoints: fc.integer({ min: 1, max: 9_000 }),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('note' as const),
      pick: fc.nat(9),
      whole: fc.boolean(),
      note: fc.constantFrom('cold', 'sliced', null),
    }),
    weight: 1,
  },
);
type Noted = Readonly<{ kind: 'note'; pick: number; whole: boolean; note: string | null }>;
type Step =
  | Act
  | Noted
  | Readonly<{ kind: 'discount'; pick: number; whole: boolean; basisPoints: number }>;

/** Null where there is no line to do it to. */
function commandOf(basket: Basket, chosen: Step): BasketCommand | null {
  if (chosen.kind === 'add') return chosen;
  const line = basket.lines[chosen.pick % Math.max(1, basket.lines.length)]?.line;
  if (line === undefined) return null;
  switch (chosen.kind) {
    case 'set-quantity':
      return { kind: 'set-quantity', line, quantity: chosen.pieces * one };
    case 'override-price':
      return { kind: 'override-price', line, priceMinor: chosen.priceMinor };
    case 'note':
      return { kind: 'note', line: chosen.whole ? null : line, note: chosen.note };
    case 'discount': {
      const by = { basisPoints: chosen.basisPoints };
      const discount = { by, reasonId: 'damaged', ofMinor: 10_000 } as const;
      return { kind: 'discount', line: chosen.whole ? null : line, discount };
    }
    default:
      return { kind: 'remove', line };
  }
}

function perform(basket: Basket, chosen: Step): Basket {
  const command = commandOf(basket, chosen);
  return command === null ? basket : applyToBasket(basket, command);
}

/** Without what no other has had: the number that the next line gets, and that of the last act. */
const lying = ({ nextLine: _, acts: __, ...basket }: Basket) => basket;

it('undoing every act leaves the empty basket, and each step what lay there before it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const before: Basket[] = [];
      let basket: Basket = empty;
      for (const chosen of steps) {
        const next = perform(basket, chosen);
        if (next.done.length > basket.done.length) before.push(basket);
        basket = next;
      }
      expect(basketSchema.parse(basket)).toEqual(basket);
      while (lastDone(basket) !== null) {
        basket = undone(basket);
        expect(lying(basket)).toEqual(lying(before.pop() ?? empty));
      }
      expect(lying(basket)).toEqual(lying(empty));
    }),
  );
});

it('done, undone and done again is done', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), step, (steps, chosen) => {
      const basket = steps.reduce(perform, empty);
      const once = perform(basket, chosen);
      if (once.done.length === basket.done.length) return;
      const again = perform(undone(once), chosen);
      const unnumbered = ({ lines, discount }: Basket) => ({
        discount,
        lines: lines.map(({ line: _, ...line }) => line),
      });
      expect(unnumbered(again)).toEqual(unnumbered(once));
    }),
  );
});

const milk = {
  sku: '10001',
  name: { zh: '牛奶', en: 'Milk' },
  pinyin: 'nn',
  barcode: null,
  category: 'drinks',
  unit: 'piece',
  priceMinor: 650,
  taxRate: 1_300,
  favourite: null,
  withdrawn: false,
} as const;
const add = { kind: 'add', item: milk, quantity: one } as const;

it('no act has the number of another, whatever is undone between them', () => {
  const once = applyToBasket(empty, add);
  const twice = applyToBasket(once, add);
  const back = undone(twice);
  const again = applyToBasket(back, add);
  const numbers = [once, twice, back, again].map(({ acts }) => acts);
  expect(numbers).toEqual([1, 2, 3, 4]);
});

it('names the item of the last act, the removed one too', () => {
  const removed = applyToBasket(applyToBasket(empty, add), { kind: 'remove', line: 1 });
  const last = lastDone(removed);
  expect(last?.kind).toBe('remove');
  expect(last && nameDone(removed, last)).toEqual(milk.name);
});

it('what was free to take back is free again once it is put back', () => {
  const removed = applyToBasket(applyToBasket(empty, add), { kind: 'remove', line: 1 });
  const counted = tookBack({ ...removed, takenBackMinor: 100 }, 650);
  expect(counted.takenBackMinor).toBe(750);
  expect(undone(counted).takenBackMinor).toBe(100);
});

it('remembers so many acts and no more', () => {
  const many = Array.from({ length: doneMax + 5 }, () => add).reduce(applyToBasket, empty);
  expect(many.done).toHaveLength(doneMax);
});
