/** After a doubt: what the terminal's last transaction says of a payment whose end nobody heard. */
import { type Evidence, mayEndUncharged } from '../../domain/tenders/end-uncharged.ts';
import { markOf, noTransaction, numbersOf } from '../../domain/tenders/terminal-mark.ts';
import type { Refused, TerminalOutcome } from './port.ts';

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

type Verdict = 'charged' | 'not-charged' | 'unclear';

/**
 * `charged`: a newer transaction of that very amount. `not-charged`: there is no newer one, it took ours back, or ours was
 * refused. `unclear`: the terminal has forgotten, tells no numbers, or has done something else since.
 */
export function judgeLast(last: TerminalOutcome | null, sought: Sought): Verdict {
  const { amountMinor, currency, before } = sought;
  if (last?.kind === 'unknown') return 'unclear';
  // The one before ours has been forgotten, and perhaps ours with it.
  if (last === null) return before === noTransaction ? by('terminal-last-is-older') : 'unclear';
  if (last.kind === 'declined') {
    return by(isOurs(last.refused, sought) ? 'terminal-last-refused' : 'terminal-last-is-anothers');
  }
  const { transaction } = last;
  if (transaction.traceNumber === null && transaction.receiptNumber === null) return 'unclear';
  if (markOf(transaction) === before) return by('terminal-last-is-older');
  if (transaction.amountMinor !== amountMinor || transaction.currency !== currency) {
    return by('terminal-last-is-anothers');
  }
  const { reversedTraceNumber } = transaction;
  if (reversedTraceNumber === undefined) return 'charged';
  return reversedTraceNumber === numbersOf(before).traceNumber
    ? 'unclear'
    : by('terminal-took-back');
}

const by = (evidence: Evidence): Verdict => (mayEndUncharged(evidence) ? 'not-charged' : 'unclear');

/** A refusal that tells neither number nor amount may be of anybody's payment since. */
function isOurs(refused: Refused | undefined, { amountMinor, currency, before }: Sought): boolean {
  if (!refused || (refused.traceNumber === null && refused.receiptNumber === null)) return false;
  const inCurrency = refused.currency === null || refused.currency === currency;
  return refused.amountMinor === amountMinor && inCurrency && markOf(refused) !== before;
}
