/** Receipts of a terminal that sends none: composed from its result, as a till with config bit 80 off has to. */
import type { TerminalReceipt, TerminalTransaction } from '../port.ts';
import type { Transaction } from './transaction.ts';

type Told = Omit<TerminalTransaction, 'receipts'>;

/** Merchant's copy and customer's, in this order. */
export function composeReceipts(result: Transaction, told: Told): TerminalReceipt[] {
  const lines = receiptLines(result, told);
  return [
    { for: 'merchant', lines },
    { for: 'customer', lines },
  ];
}

function receiptLines(result: Transaction, told: Told): string[] {
  const rows: [string, string | null][] = [
    ['Terminal', told.terminalId],
    ['Trace', told.traceNumber],
    ['Receipt', told.receiptNumber],
    ['Contract', result.contractNumber],
    ['Card', told.cardName],
    ['Card number', told.maskedPan],
    ['Date', told.date && `${told.date.slice(0, 2)}-${told.date.slice(2)}`],
    ['Time', told.time && (told.time.match(/../g) ?? []).join(':')],
    ['Authorisation', told.authorisationCode],
    ['Amount', `${told.currency} ${(told.amountMinor / 100).toFixed(2)}`],
    ['Takes back trace', result.originalTraceNumber],
  ];
  const lines = rows.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return result.additionalText === null
    ? lines
    : [...lines, ...result.additionalText.split(/\r\n|\r|\n/)];
}
