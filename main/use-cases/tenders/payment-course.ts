/** The ends of a card payment, alike for the PIN pad and the payment terminal: booked, refused, taken back, left open. */

import type { AttemptState } from '../../../domain/tenders/attempt.ts';
import { type ProblemData, toProblem } from '../../../domain/words/problem.ts';
import { speakerIn } from '../../machine/words.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { logFailure, record } from '../../till/record.ts';
import { completeSale } from '../sale/complete.ts';
import { dueMinor } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';
import { type ReversalReason, takeBack } from './attempts.ts';
import { noticeKeysGone, signOnToHost, workingKeys } from './host.ts';
import { terminalOf } from './terminal.ts';
import { attemptLane, type Payment, viewPayment } from './under-way.ts';

export type Approval = Readonly<{
  authorisationCode: string;
  referenceNumber: string;
  responseCode: string;
  maskedPan: string;
  /** What the terminal wants printed for the customer. */
  slip?: readonly string[];
}>;

/** The customer has paid: first that, then the sale. Between the two a crash leaves an attempt to be taken back. */
export async function capture(
  till: OpenTill,
  payment: Payment,
  { slip = [], ...approval }: Approval,
): Promise<void> {
  const { attemptId, amountMinor, saleId } = payment;
  const { authorisationCode, referenceNumber, maskedPan } = approval;
  record(till, [{ kind: 'attempt-approved', body: { attemptId, ...approval } }]);
  const captured = { kind: 'attempt-captured' as const, body: { attemptId, saleId } };
  try {
    checkAmountNamed(till, { saleId, amountMinor }, dueMinor(till));
    completeSale(
      till,
      { kind: 'card', amountMinor, attemptId, maskedPan, authorisationCode, referenceNumber },
      [captured],
      slip,
    );
  } catch (thrown) {
    // Charged, but not sold: give it back.
    logFailure(till, 'capture', thrown);
    return reverse(till, payment, toProblem(thrown).toData(), '06');
  }
  return end(till, payment, 'approved', null);
}

/** Somebody who was asked for money said no. */
export function refused(
  till: OpenTill,
  payment: Payment,
  answer: Readonly<{ responseCode: string; problem: ProblemData }>,
): void {
  const { responseCode, problem } = answer;
  const { attemptId } = payment;
  const body = { attemptId, responseCode, reason: 'host' as const, problem };
  record(till, [{ kind: 'attempt-declined', body }]);
  end(till, payment, 'declined', problem);
}

/** The journal could not be written: the attempt stays open as it stands there and is settled later. */
export function leftOpen(till: OpenTill, payment: Payment, thrown: unknown): void {
  const problem = toProblem(thrown);
  logFailure(till, 'settle attempt', problem);
  end(till, payment, 'unresolved', problem.toData());
}

export async function reverse(
  till: OpenTill,
  payment: Payment,
  problem: ProblemData,
  reason: ReversalReason,
): Promise<void> {
  show(till, payment, { stage: 'reversing', problem });
  const { attemptId } = payment;
  let state: AttemptState = await attemptLane(till, () => takeBack(till, attemptId, reason));
  if (state === 'reversing' && (await hasNewKeys(till))) {
    state = await attemptLane(till, () => takeBack(till, attemptId, reason));
  }
  if (state === 'reversed') return end(till, payment, 'reversed', problem);
  return end(till, payment, 'unresolved', { kind: 'attempt-unresolved', params: {} });
}

/** A host that has lost our keys can confirm nothing until it has given new ones. */
async function hasNewKeys(till: OpenTill): Promise<boolean> {
  const operator = whoIsHere(till);
  if (workingKeys(till) !== null || operator === null) return false;
  if (till.ports.config.acquirer === null) return false;
  try {
    await signOnToHost(till, operator.number);
    return true;
  } catch (thrown) {
    logFailure(till, 'sign on to take back', thrown);
    return false;
  }
}

export function notSent(till: OpenTill, payment: Payment, problem: ProblemData): void {
  const { attemptId } = payment;
  noticeKeysGone(till, problem.kind);
  const body = { attemptId, responseCode: null, reason: 'not-sent' as const, problem };
  try {
    record(till, [{ kind: 'attempt-declined', body }]);
  } catch (thrown) {
    end(till, payment, 'unresolved', toProblem(thrown).toData());
    return;
  }
  end(till, payment, 'declined', problem);
}

/** How a payment may end; the customer reads it on the pad, which knows ASCII alone. */
type Ending = 'approved' | 'declined' | 'reversed' | 'unresolved';

export function end(
  till: OpenTill,
  payment: Payment,
  stage: Ending,
  problem: ProblemData | null,
): void {
  show(till, payment, { stage, problem });
  // A payment terminal takes its own leave.
  if (terminalOf(till) !== null) return;
  till.inBackground('farewell', false, async () => {
    await till.ports.devices.request('farewell', {
      lines: speakerIn('en')(`pad.${stage}`).split('|'),
    });
  });
}

/** Late stages of a payment that has ended are the caller's to leave out. */
export function show(
  till: OpenTill,
  payment: Payment,
  change: Partial<Pick<Payment, 'stage' | 'maskedPan' | 'hint' | 'problem'>>,
): void {
  Object.assign(payment, change);
  till.emit({ kind: 'payment', view: viewPayment(payment) });
}
