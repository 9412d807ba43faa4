import { expect, it } from 'vitest';
import { readCode } from '../../../../domain/goods/code.ts';
import { receiptCode } from '../../../../domain/goods/receipt-code.ts';

const saleId = '0190a1b2-0000-7000-8000-000000000001';

it.each([
  ['as it is printed', receiptCode(saleId)],
  ['by a scanner that says its symbology', `]Q3${receiptCode(saleId)}`],
  ['typed small, with blanks around it', ` ${receiptCode(saleId).toLowerCase()} `],
])('is the sale %s', (_, code) => {
  expect(readCode(code)).toEqual({ kind: 'receipt', saleId });
});

it('is never goods, not even with digits lost', () => {
  expect(readCode(receiptCode(saleId).slice(0, -1))).toEqual({
    kind: 'unreadable',
    why: 'not-a-code',
  });
});
