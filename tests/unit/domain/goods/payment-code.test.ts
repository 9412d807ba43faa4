import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holdsPan, isMaskedPan } from '../../../../domain/basics/mask.ts';
import { maskPaymentCode, walletOf } from '../../../../domain/basics/payment-code.ts';
import { readCode } from '../../../../domain/goods/code.ts';
import { readTable } from '../table.ts';

describe('A payment code', () => {
  it.each(readTable('goods/payment-code'))('$text is told apart', (row) => {
    const text = row.text ?? '';
    expect(readCode(text).kind).toBe(row.goods);
    const read = readCode(text, 'wallet');
    expect(read.kind).toBe(row.wallet);
    expect(read.kind === 'payment-code' ? read.wallet : '').toBe(row.whose);
  });

  it('is never goods, nor a card, while a wallet is waited for', () => {
    const body = fc.stringMatching(/^(?:1[0-5]\d{16}|(?:2[5-9]|30)\d{14,22}|62\d{17})$/);
    fc.assert(
      fc.property(body, (digits) => {
        const wallet = walletOf(digits);
        expect(wallet).not.toBeNull();
        expect(readCode(digits, 'wallet')).toEqual({ kind: 'payment-code', wallet, digits });
      }),
    );
  });

  it('is kept by its last four digits, in the form of a masked card', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{16,24}$/), (digits) => {
        const masked = maskPaymentCode(digits);
        expect([isMaskedPan(masked), holdsPan(masked)]).toEqual([true, false]);
        expect(masked.slice(-4)).toBe(digits.slice(-4));
        expect(masked.slice(0, -4)).not.toMatch(/\d/);
      }),
    );
  });
});
