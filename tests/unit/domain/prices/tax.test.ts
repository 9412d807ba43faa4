import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { includedTax, taxByRate } from '../../../../domain/prices/tax.ts';
import { taxRate } from '../arbitraries.ts';

const gross = fc.nat(1_000_000_000);

describe('includedTax', () => {
  it('is the nearest whole unit to gross × rate ÷ (1 + rate)', () => {
    fc.assert(
      fc.property(gross, fc.nat(10_000), (grossMinor, rate) => {
        const tax = BigInt(includedTax(grossMinor, rate));
        const off = 2n * (tax * BigInt(10_000 + rate) - BigInt(grossMinor) * BigInt(rate));
        expect(off <= BigInt(10_000 + rate) && off > -BigInt(10_000 + rate)).toBe(true);
      }),
    );
  });

  it('lies between nothing and what the customer pays', () => {
    fc.assert(
      fc.property(gross, fc.nat(10_000), (grossMinor, rate) => {
        const tax = includedTax(grossMinor, rate);
        expect(tax).toBeGreaterThanOrEqual(0);
        expect(tax).toBeLessThanOrEqual(grossMinor);
      }),
    );
  });

  it.each([
    [11300, 1300, 1300],
    [10900, 900, 900],
    [10600, 600, 600],
    [10000, 0, 0],
    [100, 1300, 12],
    [0, 1300, 0],
  ])('takes from %i at %i basis points %i', (grossMinor, rate, tax) => {
    expect(includedTax(grossMinor, rate)).toBe(tax);
  });
});

describe('taxByRate', () => {
  const lines = fc.array(fc.record({ taxRate, totalMinor: fc.nat(10_000_000) }), { maxLength: 50 });

  it('sums to the total of the lines, each rate once, highest first', () => {
    fc.assert(
      fc.property(lines, (list) => {
        const taxes = taxByRate(list);
        expect(taxes.reduce((sum, tax) => sum + tax.grossMinor, 0)).toBe(
          list.reduce((sum, line) => sum + line.totalMinor, 0),
        );
        const rates = taxes.map((tax) => tax.rate);
        expect(rates).toEqual([...new Set(list.map((line) => line.taxRate))].sort((a, b) => b - a));
        for (const tax of taxes) expect(tax.taxMinor).toBe(includedTax(tax.grossMinor, tax.rate));
      }),
    );
  });

  it('takes the tax from the sum, not from line after line', () => {
    const line = { taxRate: 1300, totalMinor: 4 };
    expect(taxByRate([line, line, line])).toEqual([{ rate: 1300, grossMinor: 12, taxMinor: 1 }]);
    expect(includedTax(4, 1300) * 3).toBe(0);
  });
});
