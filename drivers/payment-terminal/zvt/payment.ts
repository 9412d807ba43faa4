/**
 * ZVT: money. Authorisation (06 01), refund (06 31), reversal (06 30), and the question after any doubt (06 20).
 *
 * A command that may have reached the terminal is never sent again. Where its end did not come, the last receipt decides, but
 * only when its numbers are those that were heard.
 */
import { type Clock, sleep } from '../../../domain/basics/clock.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { PaymentTerminal, TerminalOutcome } from '../port.ts';
import { succeeded } from './course.ts';
import type { Desk } from './desk.ts';
import {
  alreadyReversed,
  declined,
  isSame,
  type Meaning,
  meaningOf,
  transactionOf,
  unknown,
} from './outcome.ts';
import type { TillCommand } from './till-codec.ts';
import { timing } from './timing.ts';

const untilDone = new AbortController().signal;

type Request = Parameters<PaymentTerminal['pay']>[0];

export const pay = (
  desk: Desk,
  { amountMinor, currency }: Request,
  signal: AbortSignal,
): Promise<TerminalOutcome> =>
  move(desk, { kind: 'authorise', amountMinor, currency, paymentType: null }, signal);

export const refund = (
  desk: Desk,
  { amountMinor, currency }: Request,
  signal: AbortSignal,
): Promise<TerminalOutcome> => {
  const { password } = desk.options;
  return move(desk, { kind: 'refund', password, amountMinor, currency, paymentType: null }, signal);
};

export const reverse = (
  desk: Desk,
  receiptNumber: string,
  signal: AbortSignal,
): Promise<TerminalOutcome> => {
  const { password } = desk.options;
  return move(desk, { kind: 'reverse', password, receiptNumber }, signal);
};

/** Their results tell the amount that was asked for; what is left of a reservation is another. */
const withAmount: readonly TillCommand['kind'][] = ['authorise', 'refund', 'reserve'];

/** One command that moves money. Throws `Problem` only where nothing was asked of the terminal. */
export async function move(
  desk: Desk,
  command: TillCommand,
  signal: AbortSignal,
): Promise<TerminalOutcome> {
  const meaning = meaningOf(await desk.ask(command, signal), desk);
  const outcome = meaning.kind === 'doubt' ? await resolved(desk, meaning) : meaning;
  return compared(desk, command, outcome);
}

/**
 * Another amount than the one asked for, or none, is no approval: money has moved that nobody at the till agreed to. And a
 * refusal of another amount is no refusal of ours.
 */
function compared(
  { device }: Desk,
  command: TillCommand,
  outcome: TerminalOutcome,
): TerminalOutcome {
  if (outcome.kind === 'unknown' || !('amountMinor' in command)) return outcome;
  if (!withAmount.includes(command.kind)) return outcome;
  const heard = outcome.kind === 'approved' ? outcome.transaction : null;
  // Refusals often tell no amount: then they are of what was asked.
  const toldMinor = heard
    ? heard.amountMinor
    : outcome.kind === 'declined' && (outcome.refused?.amountMinor ?? command.amountMinor);
  if (toldMinor === command.amountMinor) return outcome;
  return unknown(device, new Problem('device-garbage', { device }).toData(), heard);
}

/** What was heard is confirmed by the last receipt, or stays in doubt. */
async function resolved(
  desk: Desk,
  { heard, problem }: Extract<Meaning, { kind: 'doubt' }>,
): Promise<TerminalOutcome> {
  const inDoubt = unknown(desk.device, problem, heard);
  if (!heard || problem.kind === 'device-gone') return inDoubt;
  const last = await repeatReceipt(desk, untilDone).catch(() => null);
  if (last?.kind !== 'approved') return inDoubt;
  const { transaction } = last;
  if (heard.traceNumber !== null && transaction.reversedTraceNumber === heard.traceNumber) {
    // What the terminal has taken back by itself counts as declined.
    return declined(alreadyReversed, desk.device);
  }
  return isSame(heard, transaction) &&
    !transaction.reversedTraceNumber === !heard.reversedTraceNumber
    ? last
    : inDoubt;
}

/** 06 20; a terminal that has not finished yet (84 9C) is asked again until T4. Throws `device-busy`, `device-…`. */
export async function lastTransaction(
  desk: Desk,
  clock: Clock,
  signal: AbortSignal,
): Promise<TerminalOutcome | null> {
  const endsAt = clock.monotonic() + desk.options.t4Ms;
  for (;;) {
    try {
      return await repeatReceipt(desk, signal);
    } catch (thrown) {
      const isBusy = thrown instanceof Problem && thrown.kind === 'device-busy';
      if (!isBusy || signal.aborted || clock.monotonic() >= endsAt) throw thrown;
    }
    await sleep(clock, timing.busyRetryMs);
  }
}

/** "Function not possible", once it has been tried: there is none. */
const noReceipt = '83';

async function repeatReceipt(desk: Desk, signal: AbortSignal): Promise<TerminalOutcome | null> {
  const { device, options } = desk;
  const { password } = options;
  const course = await desk.ask({ kind: 'repeatReceipt', password, serviceByte: null }, signal);
  const { ending, result } = course;
  if (ending.kind === 'doubt') throw ending.problem;
  if (result?.result === succeeded) {
    return { kind: 'approved', transaction: transactionOf(result, course.receipts, desk) };
  }
  if (ending.kind === 'aborted' && !result && ending.abort.error === noReceipt) {
    return null;
  }
  // That it does not tell is no word about money; a payment that failed is repeated with a good end.
  if (ending.kind === 'aborted') {
    throw new Problem('device-refused', { device, code: ending.abort.error ?? '?' });
  }
  const meaning = meaningOf(course, { device, options });
  if (ending.kind === 'refused') {
    throw new Problem('device-refused', { device, code: ending.error });
  }
  if (meaning.kind === 'doubt') throw new Problem('device-garbage', { device });
  return meaning;
}
