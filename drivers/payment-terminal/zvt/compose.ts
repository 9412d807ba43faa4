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

/** The terminal's day, from the totals it told. */
export function composeDayReceipt(result: Transaction, currency: string): TerminalReceipt {
  const money = (amountMinor: number): string => `${currency} ${(amountMinor / 100).toFixed(2)}`;
  const cards = result.totals?.cards ?? [];
  const rows: [string, string | null][] = [
    ['Terminal', result.terminalId],
    ['Trace', result.traceNumber],
    ['First receipt', result.totals?.firstReceipt ?? null],
    ['Last receipt', result.totals?.lastReceipt ?? null],
    ...dateAndTime(result),
    ...cards.map(({ name, count, amountMinor }): [string, string] => [
      name,
      `${count} x, ${money(amountMinor)}`,
    ]),
    ['Total', money(result.amountMinor ?? 0)],
  ];
  return { for: 'administration', lines: linesOf(rows) };
}

const dateAndTime = ({
  date,
  time,
}: Pick<Transaction, 'date' | 'time'>): [string, string | null][] => [
  ['Date', date && `${date.slice(0, 2)}-${date.slice(2)}`],
  ['Time', time && (time.match(/../g) ?? []).join(':')],
];

const linesOf = (rows: readonly (readonly [string, string | null])[]): string[] =>
  rows.flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));

function receiptLines(result: Transaction, told: Told): string[] {
  const rows: [string, string | null][] = [
    ['Terminal', told.terminalId],
    ['Trace', told.traceNumber],
    ['Receipt', told.receiptNumber],
    ['Contract', result.contractNumber],
    ['Card', told.cardName],
    ['Card number', told.maskedPan],
    ...dateAndTime(told),
    ['Authorisation', told.authorisationCode],
    ['Amount', `${told.currency} ${(told.amountMinor / 100).toFixed(2)}`],
    ['Takes back trace', result.originalTraceNumber],
  ];
  const lines = linesOf(rows);
  return result.additionalText === null
    ? lines
    : [...lines, ...result.additionalText.split(/\r\n|\r|\n/)];
}
