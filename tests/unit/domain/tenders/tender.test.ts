import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cashDue,
  cnyDenominations,
  isUnusualTender,
  quickAmounts,
  tenderSchema,
} from '../../../../domain/tenders/tender.ts';

const due = fc.integer({ min: 1, max: 10_000_000 });

describe('an amount that nobody hands over', () => {
  it('is none of those that the till offers, nor a note that covers what is owed', () => {
    fc.assert(
      fc.property(due, (owed) => {
        for (const amount of quickAmounts(owed)) expect(isUnusualTender(amount, owed)).toBe(false);
        expect(isUnusualTender(Math.ceil(owed / 10_000) * 10_000, owed)).toBe(false);
      }),
    );
  });
  it('has more in it than the largest note beyond what is owed', () => {
    expect(isUnusualTender(20_000, 400)).toBe(true);
    expect(isUnusualTender(10_023_400, 400)).toBe(true);
    expect(isUnusualTender(10_399, 400)).toBe(false);
  });
});

describe('quickAmounts', () => {
  it('begins with the exact sum, rises, and never offers less than is owed', () => {
    fc.assert(
      fc.property(due, fc.integer({ min: 1, max: 8 }), (owed, count) => {
        const amounts = quickAmounts(owed, count);
        expect(amounts[0]).toBe(owed);
        expect(amounts.length).toBeLessThanOrEqual(count);
        amounts.slice(1).forEach((amount, index) => {
          expect(amount).toBeGreaterThan(amounts[index] ?? 0);
        });
      }),
    );
  });
  it('stays within the next hundred', () => {
    fc.assert(
      fc.property(due, (owed) => {
        expect(Math.max(...quickAmounts(owed, 7))).toBeLessThan(owed + 10_000);
      }),
    );
  });
  it('offers what a customer would hand over', () => {
    expect(quickAmounts(4_370)).toEqual([4_370, 4_400, 4_500, 5_000, 6_000]);
    expect(quickAmounts(10_000)).toEqual([10_000]);
  });
  it('offers nothing where nothing is owed', () => {
    expect(quickAmounts(0)).toEqual([]);
  });
});

describe('cash', () => {
  it('is owed in coins the store gives out, off by half a coin at most', () => {
    fc.assert(
      fc.property(due, fc.constantFrom(1, 10, 50, 100), (owed, step) => {
        const rounded = cashDue(owed, step);
        expect(rounded % step).toBe(0);
        expect(Math.abs(rounded - owed) * 2).toBeLessThanOrEqual(step);
      }),
    );
  });
  it('leaves change that the coins of the store can make up', () => {
    fc.assert(
      fc.property(due, fc.nat(50), (owed, extra) => {
        const amount = cashDue(owed, 10);
        let change = amount + extra * 10 - amount;
        for (const coin of cnyDenominations) change %= coin;
        expect(change).toBe(0);
      }),
    );
  });
  it('has its denominations falling', () => {
    expect([...cnyDenominations].sort((a, b) => b - a)).toEqual(cnyDenominations);
  });
});

describe('tenderSchema', () => {
  const card = {
    kind: 'card',
    amountMinor: 100,
    attemptId: 'a',
    maskedPan: '620000******0013',
    authorisationCode: '123456',
    referenceNumber: '000000000001',
  };
  it('takes a masked card number and refuses a full one', () => {
    expect(tenderSchema.safeParse(card).success).toBe(true);
    expect(tenderSchema.safeParse({ ...card, maskedPan: '6200000000000013' }).success).toBe(false);
  });
  it('refuses a card payment of nothing and negative change', () => {
    expect(tenderSchema.safeParse({ ...card, amountMinor: 0 }).success).toBe(false);
    const cash = { kind: 'cash', amountMinor: 5, tenderedMinor: 10, changeMinor: -5 };
    expect(tenderSchema.safeParse(cash).success).toBe(false);
  });
});
