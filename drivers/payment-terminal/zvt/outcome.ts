/** ZVT: the course of a payment, a refund or a reversal → what it means for money. Where there is doubt, it says so. */
import { Problem, type ProblemData, type ProblemKind } from '../../../domain/words/problem.ts';
import type { Refused, TerminalOutcome, TerminalReceipt, TerminalTransaction } from '../port.ts';
import { composeReceipts } from './compose.ts';
import { type Course, succeeded } from './course.ts';
import { errorText } from './error-ids.ts';
import type { ZvtOptions } from './options.ts';
import { composesReceipts } from './registration.ts';
import type { Transaction } from './transaction.ts';

/** 84 9C: somebody is in its menu, or it has not finished. */
const busy = '9C';
const endOfDayOpen = 'F0';
const notRegistered = '6B';
/** What has been taken back already, by the terminal itself or by a reversal that nobody heard of. */
export const alreadyReversed = 'B4';

/** As `TerminalOutcome`, but doubt still holds what was heard. */
export type Meaning =
  | Exclude<TerminalOutcome, { kind: 'unknown' }>
  | Readonly<{ kind: 'doubt'; problem: ProblemData; heard: TerminalTransaction | null }>;

type Context = Readonly<{ device: string; options: ZvtOptions }>;

/** Throws `Problem` where the terminal would not begin: `device-busy`, `terminal-locked`, `terminal-not-registered`. */
export function meaningOf(course: Course, context: Context): Meaning {
  const { device } = context;
  const { ending, result, success } = course;
  if (ending.kind === 'refused') {
    throwRefusal(ending.error, device);
    return declined(ending.error, device);
  }
  const heard = success && transactionOf(success, course.receipts, context);
  // A result that is no success is the last word, whether an end came after it or not: unless another word says success.
  if (result?.result && result.result !== succeeded && !heard && ending.kind !== 'completed') {
    return declined(result.result, device, refusedIn(result));
  }
  if (ending.kind === 'completed' && heard && result === success)
    return { kind: 'approved', transaction: heard };
  if (ending.kind === 'aborted' && !heard) return declined(ending.abort.error ?? '?', device);
  // A success that was then aborted has been taken back by the terminal, or not: 06 20 knows.
  const problem =
    ending.kind === 'doubt' ? ending.problem : new Problem('device-garbage', { device });
  return { kind: 'doubt', problem: problem.toData(), heard };
}

function throwRefusal(error: string, device: string): void {
  if (error === busy) throw new Problem('device-busy', { device });
  if (error === endOfDayOpen) throw new Problem('terminal-locked', { device });
  if (error === notRegistered) {
    throw new Problem('terminal-not-registered', { device, code: error });
  }
}

export function declined(
  code: string,
  device: string,
  refused?: Refused,
): Extract<TerminalOutcome, { kind: 'declined' }> {
  const kinds: Readonly<Record<string, ProblemKind>> = {
    [endOfDayOpen]: 'terminal-locked',
    [notRegistered]: 'terminal-not-registered',
  };
  const kind = kinds[code] ?? 'terminal-declined';
  return {
    kind: 'declined',
    code,
    problem: { kind, params: { device, code, meaning: errorText(code) } },
    ...(code === alreadyReversed ? { takenBack: true } : {}),
    ...(refused ? { refused } : {}),
  };
}

/** Terminals that refuse leave the amount out, or write zeros. */
function refusedIn({ amountMinor, currency, traceNumber, receiptNumber }: Transaction): Refused {
  return { amountMinor: amountMinor || null, currency, traceNumber, receiptNumber };
}

/** Numbers that were heard go along, so that whoever asks again can compare. */
export function unknown(
  device: string,
  because: ProblemData,
  heard: TerminalTransaction | null,
): Extract<TerminalOutcome, { kind: 'unknown' }> {
  const params: Record<string, string> = { device, because: because.kind };
  if (heard?.traceNumber) params.trace = heard.traceNumber;
  if (heard?.receiptNumber) params.receipt = heard.receiptNumber;
  return { kind: 'unknown', problem: { kind: 'terminal-unknown', params } };
}

/** A terminal that leaves the amount out of its result leaves the comparison to nobody: it counts as zero. */
export function transactionOf(
  result: Transaction,
  receipts: readonly TerminalReceipt[],
  { options }: Context,
): TerminalTransaction {
  const transaction = {
    amountMinor: result.amountMinor ?? 0,
    currency: result.currency ?? options.currency,
    traceNumber: result.traceNumber,
    receiptNumber: result.receiptNumber,
    terminalId: result.terminalId,
    authorisationCode: result.authorisationCode,
    maskedPan: result.maskedPan,
    cardName: result.cardName,
    date: result.date,
    time: result.time,
    ...(result.originalTraceNumber ? { reversedTraceNumber: result.originalTraceNumber } : {}),
  };
  const composed = receipts.length === 0 && composesReceipts(options, 'payments');
  return { ...transaction, receipts: composed ? composeReceipts(result, transaction) : receipts };
}

/** Whether two tellings are of the same transaction. A number that one of them does not tell proves nothing. */
export function isSame(a: TerminalTransaction, b: TerminalTransaction): boolean {
  const numbers = [
    [a.traceNumber, b.traceNumber],
    [a.receiptNumber, b.receiptNumber],
  ].filter(([one, other]) => one !== null && other !== null);
  return (
    numbers.length > 0 &&
    numbers.every(([one, other]) => one === other) &&
    a.amountMinor === b.amountMinor
  );
}
