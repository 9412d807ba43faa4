/** After a doubt: what the terminal's last transaction says of a payment whose end nobody heard. */
import { markOf, noTransaction, numbersOf } from '../../domain/terminal-mark.ts';
import type { TerminalOutcome } from './port.ts';

export type Sought = Readonly<{
  amountMinor: number;
  currency: string;
  /** The mark of the terminal's last transaction before it was asked to pay. */
  before: string;
}>;

/** The mark of what the terminal remembers. */
export function markOfLast(last: TerminalOutcome | null): string {
  return last?.kind === 'approved' ? markOf(last.transaction) : noTransaction;
}

/**
 * `charged`: a newer transaction of that very amount. `not-charged`: there is no newer one, or it took ours back.
 * `unclear`: the terminal has forgotten, tells no numbers, or has done something else since.
 */
export function judgeLast(
  last: TerminalOutcome | null,
  { amountMinor, currency, before }: Sought,
): 'charged' | 'not-charged' | 'unclear' {
  if (last?.kind === 'unknown') return 'unclear';
  // The one before ours has been forgotten, and perhaps ours with it.
  if (last === null) return before === noTransaction ? 'not-charged' : 'unclear';
  if (last.kind === 'declined') return 'not-charged';
  const { transaction } = last;
  if (transaction.traceNumber === null && transaction.receiptNumber === null) return 'unclear';
  if (markOf(transaction) === before) return 'not-charged';
  if (transaction.amountMinor !== amountMinor || transaction.currency !== currency) {
    return 'unclear';
  }
  const { reversedTraceNumber } = transaction;
  if (reversedTraceNumber === undefined) return 'charged';
  return reversedTraceNumber === numbersOf(before).traceNumber ? 'unclear' : 'not-charged';
}
