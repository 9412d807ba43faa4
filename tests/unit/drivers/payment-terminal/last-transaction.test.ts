/** What a payment terminal's last transaction proves of a payment whose end nobody heard. */
import { describe, expect, it } from 'vitest';
import { noTransaction } from '../../../../domain/tenders/terminal-mark.ts';
import { judgeLast, markOfLast } from '../../../../drivers/payment-terminal/last-transaction.ts';
import type {
  Refused,
  TerminalOutcome,
  TerminalTransaction,
} from '../../../../drivers/payment-terminal/port.ts';

const paid = (change: Partial<TerminalTransaction> = {}): TerminalOutcome => ({
  kind: 'approved',
  transaction: {
    amountMinor: 1_300,
    currency: 'EUR',
    traceNumber: '000164',
    receiptNumber: '0164',
    terminalId: '29001006',
    authorisationCode: '666164',
    maskedPan: '************1111',
    cardName: 'VISA',
    date: '1122',
    time: '173000',
    receipts: [],
    ...change,
  },
});
const problem = { kind: 'terminal-unknown', params: {} } as const;
const refusal = (change: Partial<Refused> = {}): TerminalOutcome => ({
  kind: 'declined',
  code: '05',
  problem,
  refused: {
    amountMinor: 1_300,
    currency: 'EUR',
    traceNumber: '000164',
    receiptNumber: '0164',
    ...change,
  },
});
const sought = { amountMinor: 1_300, currency: 'EUR', before: '000163/0163' };

describe('the last transaction of a terminal', () => {
  it.each([
    ['a newer one of that amount is ours', paid(), 'charged'],
    [
      'the same as before: ours never was',
      paid({ traceNumber: '000163', receiptNumber: '0163' }),
      'not-charged',
    ],
    [
      'a newer one took back what was newer than before',
      paid({ traceNumber: '000165', receiptNumber: '0165', reversedTraceNumber: '000164' }),
      'not-charged',
    ],
    [
      'a newer one took back what was there before',
      paid({ reversedTraceNumber: '000163' }),
      'unclear',
    ],
    ['a newer one of another amount hides ours', paid({ amountMinor: 1 }), 'unclear'],
    ['a newer one in another currency hides ours', paid({ currency: 'CHF' }), 'unclear'],
    ['one without numbers may be any', paid({ traceNumber: null, receiptNumber: null }), 'unclear'],
    ['a newer refusal of that amount is ours', refusal(), 'not-charged'],
    ['a refusal of another amount hides ours', refusal({ amountMinor: 1 }), 'unclear'],
    ['a refusal in another currency hides ours', refusal({ currency: 'CHF' }), 'unclear'],
    [
      'a refusal that was there before tells nothing of what came since',
      refusal({ traceNumber: '000163', receiptNumber: '0163' }),
      'unclear',
    ],
    [
      'a refusal without numbers may be anybody’s',
      refusal({ traceNumber: null, receiptNumber: null }),
      'unclear',
    ],
    [
      'a refusal that says nothing of itself may be anybody’s',
      { kind: 'declined', code: '6C', problem },
      'unclear',
    ],
    ['a terminal in doubt itself', { kind: 'unknown', problem }, 'unclear'],
    ['none, where there was one: it has forgotten', null, 'unclear'],
  ] as const)('%s', (_, last, verdict) => {
    expect(judgeLast(last, sought)).toBe(verdict);
  });

  it('none, where there was none: nobody was charged', () => {
    expect(judgeLast(null, { ...sought, before: noTransaction })).toBe('not-charged');
    expect(judgeLast(paid(), { ...sought, before: noTransaction })).toBe('charged');
  });

  it('is marked by its numbers, and by none where nothing was approved', () => {
    expect(markOfLast(paid())).toBe('000164/0164');
    expect(markOfLast(null)).toBe(noTransaction);
    expect(markOfLast({ kind: 'declined', code: '6C', problem })).toBe(noTransaction);
  });
});
