import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocate,
  amountMinorMax,
  assertMinor,
  formatMinor,
  multiplyRounded,
  roundToStep,
} from '../../../../domain/basics/money.ts';

const amount = fc.integer({ min: -amountMinorMax, max: amountMinorMax });
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Distance from `result` to `amount × numerator ÷ denominator`, times `2 × denominator`: no division, no rounding. */
function twiceError(
  amount: number,
  numerator: number,
  denominator: number,
  result: number,
): bigint {
  return 2n * (BigInt(result) * BigInt(denominator) - BigInt(amount) * BigInt(numerator));
}

describe('multiplyRounded', () => {
  it('is never more than half a unit from the exact quotient, and a half goes away from zero', () => {
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: -20_000, max: 20_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        (value, numerator, denominator) => {
          fc.pre(Math.abs((value / denominator) * numerator) < Number.MAX_SAFE_INTEGER / 2);
          const result = multiplyRounded(value, numerator, denominator);
          const error = twiceError(value, numerator, denominator, result);
          const half = BigInt(denominator);
          expect(error <= half && error >= -half).toBe(true);
          const exactHalf = error === half || error === -half;
          // At an exact half the result lies further out than the quotient.
          if (exactHalf) expect(error > 0n).toBe(result > 0);
          expect(Object.is(result, -0)).toBe(false);
        },
      ),
    );
  });

  it.each([
    [1, 1, 2, 1],
    [-1, 1, 2, -1],
    [5, 1, 10, 1],
    [4, 1, 10, 0],
    [-4, 1, 10, 0],
    [0, 7, 3, 0],
    [900_719_925, 9_999_000, 1000, 9_006_298_530_075],
  ])('turns %i × %i ÷ %i into %i', (a, n, d, expected) => {
    expect(multiplyRounded(a, n, d)).toBe(expected);
  });

  it.each([
    [1.5, 1, 1],
    [1, Number.NaN, 1],
    [1, 1, 0],
    [1, 1, -2],
    [2 ** 53, 1, 1],
    [amountMinorMax, 10_000, 1],
  ])('refuses %d × %d ÷ %d', (a, n, d) => {
    expect(() => multiplyRounded(a, n, d)).toThrow('Bug');
  });
});

describe('allocate', () => {
  const weights = fc
    .array(fc.nat(1_000_000), { minLength: 1, maxLength: 30 })
    .filter((list) => list.some((weight) => weight > 0));

  it('neither loses nor makes a minor unit', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(sum(allocate(total, list))).toBe(total);
      }),
    );
  });

  it('gives each part less than one unit more or less than its exact share, on the side of the total', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const all = BigInt(sum(list));
        allocate(total, list).forEach((part, index) => {
          const off = BigInt(part) * all - BigInt(total) * BigInt(list[index] ?? 0);
          expect(off < all && off > -all).toBe(true);
          expect(Math.sign(part) * Math.sign(total)).toBeGreaterThanOrEqual(0);
          expect(Object.is(part, -0)).toBe(false);
        });
      }),
    );
  });

  it('gives nothing to a weight of zero, and never less to a larger weight', () => {
    fc.assert(
      fc.property(fc.nat(amountMinorMax), weights, (total, list) => {
        const parts = allocate(total, list);
        list.forEach((weight, i) => {
          if (weight === 0) expect(parts[i]).toBe(0);
          list.forEach((other, j) => {
            if (weight > other) expect(parts[i]).toBeGreaterThanOrEqual(parts[j] ?? 0);
          });
        });
      }),
      { numRuns: 50 },
    );
  });

  it('hands a unit that is left over to the earlier of two equals', () => {
    expect(allocate(5, [1, 1])).toEqual([3, 2]);
    expect(allocate(-5, [1, 1])).toEqual([-3, -2]);
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(1, [0, 1, 1])).toEqual([0, 1, 0]);
    expect(allocate(10, [1, 6, 1])).toEqual([1, 8, 1]);
  });

  it.each([[[]], [[0, 0]], [[-1, 2]], [[0.5, 0.5]]])('refuses the weights %j', (list) => {
    expect(() => allocate(10, list)).toThrow('Bug');
  });
});

describe('roundToStep', () => {
  it('gives the nearest multiple of the step, and leaves multiples alone', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom(1, 5, 10, 50, 100), (value, step) => {
        const rounded = roundToStep(value, step);
        expect(rounded % step === 0).toBe(true);
        expect(Math.abs(rounded - value) * 2).toBeLessThanOrEqual(step);
        expect(roundToStep(rounded, step)).toBe(rounded);
      }),
    );
  });
  it('rounds half away from zero', () => {
    expect([14, 15, 24, 25, -15].map((value) => roundToStep(value, 10))).toEqual([
      10, 20, 20, 30, -20,
    ]);
  });
});

describe('formatMinor', () => {
  it('can be read back to the same amount', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 3 }), (value, digits) => {
        const text = formatMinor(value, digits);
        expect(text).toMatch(digits === 0 ? /^-?\d+$/ : new RegExp(`^-?\\d+\\.\\d{${digits}}$`));
        expect(Number(text.replace('.', ''))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
  it('writes small and negative amounts in full', () => {
    expect([0, 5, -5, 1234, -0].map((value) => formatMinor(value))).toEqual([
      '0.00',
      '0.05',
      '-0.05',
      '12.34',
      '0.00',
    ]);
  });
  it('refuses what is no amount', () => {
    for (const value of [0.1, Number.NaN, amountMinorMax + 1, -amountMinorMax - 1]) {
      expect(() => assertMinor(value)).toThrow('Bug');
      expect(() => formatMinor(value)).toThrow('Bug');
    }
  });
});
