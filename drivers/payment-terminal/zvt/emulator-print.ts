/** Receipts of an emulated terminal: to the till as 06 D3 or 06 D1, as it was registered, or onto the terminal's own paper. */
import { endOfReceipt, type PrintedLine, plainLine, type ReceiptKind } from './print.ts';
import type { TerminalMessage } from './terminal-codec.ts';
import type { Transaction } from './transaction.ts';

const heads: Readonly<Record<ReceiptKind, string>> = {
  merchant: '** HÄNDLERBELEG **',
  customer: '** KUNDENBELEG **',
  administration: '** KASSENSCHNITT **',
};

/** What stands on the paper. */
export function receiptText(kind: ReceiptKind, transaction: Transaction): string[] {
  const { amountMinor, currency, maskedPan, originalTraceNumber } = transaction;
  return [
    heads[kind],
    '',
    ...(originalTraceNumber ? [`Storno TA-Nr. ${originalTraceNumber}`] : []),
    ...(amountMinor === null
      ? []
      : [`Betrag ${currency ?? 'EUR'} ${(amountMinor / 100).toFixed(2)}`]),
    ...(transaction.cardName ? [transaction.cardName] : []),
    ...(maskedPan ? [maskedPan] : []),
    `TA-Nr. ${transaction.traceNumber}`,
    `Beleg-Nr. ${transaction.receiptNumber}`,
    `Terminal-ID ${transaction.terminalId}`,
    '',
    'Danke!',
  ];
}

/** The same for the line, in order. */
export function printMessages(
  way: 'blocks' | 'lines',
  kind: ReceiptKind,
  text: readonly string[],
): TerminalMessage[] {
  const lines: PrintedLine[] = [...text.map(plainLine), endOfReceipt];
  if (way === 'blocks') return [{ kind: 'printBlock', receipt: kind, lines }];
  return lines.map((line) => ({ kind: 'printLine', line, receipt: null }));
}
