import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  extend,
  formatQuantity,
  isSellable,
  one,
  quantityMax,
  quantityOfGrams,
  quantityText,
} from '../../../../domain/basics/quantity.ts';

describe('isSellable', () => {
  it('takes as many decimals as the unit has, up to the limit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: quantityMax }), (quantity) => {
        expect(isSellable(quantity, 'kg')).toBe(true);
        expect(isSellable(quantity, 'piece')).toBe(quantity % one === 0);
        expect(isSellable(quantity, 'm2')).toBe(quantity % 10 === 0);
        expect(isSellable(quantity, 'of-later')).toBe(true);
      }),
    );
  });

  it.each([0, -one, 0.5, Number.NaN, Number.POSITIVE_INFINITY, quantityMax + one])(
    'refuses %d in either unit',
    (quantity) => {
      expect(isSellable(quantity, 'piece')).toBe(false);
      expect(isSellable(quantity, 'kg')).toBe(false);
    },
  );
});

describe('extend', () => {
  it('multiplies pieces exactly', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 9_999 }), (price, pieces) => {
        expect(extend(price, pieces * one)).toBe(price * pieces);
      }),
    );
  });
  it('rounds half up to a minor unit', () => {
    expect(extend(1, 500)).toBe(1);
    expect(extend(1, 499)).toBe(0);
    expect(extend(1980, 865)).toBe(1713);
  });
  it('never falls when the weight grows', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.nat(50_000), fc.nat(50_000), (price, a, b) => {
        expect(extend(price, Math.max(a, b))).toBeGreaterThanOrEqual(extend(price, Math.min(a, b)));
      }),
    );
  });
});

it('knows what weighs so much, where the unit is a weight', () => {
  expect(['kg', 'g', 'l', 'piece'].map((unit) => quantityOfGrams(865, unit))).toEqual([
    865,
    865_000,
    null,
    null,
  ]);
});

it('shows pieces whole, weights to the gram, and the unit of what is measured', () => {
  expect(formatQuantity(2000, 'piece')).toBe('2');
  expect(formatQuantity(865, 'kg')).toBe('0.865');
  expect(formatQuantity(12_000, 'kg')).toBe('12.000');
  expect(['kg', 'm2', 'day', 'of-later'].map((unit) => quantityText(2_500, unit))).toEqual([
    '2.500 kg',
    '2.50 m²',
    '2.5 d',
    '2.500 of-later',
  ]);
});
