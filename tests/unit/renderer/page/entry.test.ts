import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMinor } from '../../../../domain/basics/money.ts';
import { isSellable } from '../../../../domain/basics/quantity.ts';
import { parseAmount, parseQuantity, pressNumberKey } from '../../../../renderer/page/entry.ts';

const press = (keys: string, fractionDigits = 2) =>
  [...keys].reduce((text, key) => pressNumberKey(text, key, fractionDigits), '');

describe('a number on the keypad', () => {
  it('takes digits, a point and two more digits', () => {
    expect(press('122.069')).toBe('122.06');
    expect(press('.5')).toBe('0.5');
    expect(press('1.2.3')).toBe('1.23');
  });

  it('lets no zero stand in front', () => {
    expect(press('007')).toBe('7');
    expect(pressNumberKey('', '00', 2)).toBe('0');
  });

  it('knows no point where there are no fractions', () => {
    expect(press('1.5', 0)).toBe('15');
  });

  it('takes back and clears', () => {
    expect(pressNumberKey('12.5', 'back', 2)).toBe('12.');
    expect(pressNumberKey('12.5', 'clear', 2)).toBe('');
  });

  it('makes an amount or nothing of any keys', () => {
    const keys = fc.array(fc.constantFrom(...'0123456789.', '00', 'back'), { maxLength: 30 });
    fc.assert(
      fc.property(keys, (pressed) => {
        const text = pressed.reduce((now, key) => pressNumberKey(now, key, 2), '');
        const minor = parseAmount(text, 2);
        if (text === '') expect(minor).toBeNull();
        else {
          expect(Number.isSafeInteger(minor)).toBe(true);
          expect(Math.abs((minor ?? 0) - Number(text) * 100)).toBeLessThan(0.001);
        }
      }),
    );
  });

  it('reads back every amount as it is printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999_999_999 }), (minor) => {
        expect(parseAmount(formatMinor(minor), 2)).toBe(minor);
      }),
    );
  });

  it('refuses what is no amount', () => {
    for (const text of ['', '.', '-1', '1e5', '1,5', '12.345', '99999999999.00']) {
      expect(parseAmount(text, 2), text).toBeNull();
    }
  });

  it('reads pieces as whole numbers and weights to the gram', () => {
    expect(parseQuantity('6', 'piece')).toBe(6_000);
    expect(parseQuantity('0.865', 'kg')).toBe(865);
    expect(parseQuantity('1.5', 'piece')).toBeNull();
    expect(parseQuantity('0', 'piece')).toBeNull();
    expect(parseQuantity('0.0005', 'kg')).toBeNull();
  });

  it('never makes a quantity that cannot be sold', () => {
    const text = fc.stringMatching(/^\d{1,7}(\.\d{0,4})?$/);
    fc.assert(
      fc.property(text, fc.constantFrom('piece', 'kg', 'm2', 'day'), (typed, unit) => {
        const quantity = parseQuantity(typed, unit);
        if (quantity !== null) expect(isSellable(quantity, unit)).toBe(true);
      }),
    );
  });
});
