/** The course of a payment from its asking to its end, whoever is asked: booked, refused, taken back, left open. */

import { mayTake } from '../../../domain/sale/settlement.ts';
import type { AttemptState } from '../../../domain/tenders/attempt.ts';
import { Problem, type ProblemData, toProblem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { logFailure, record } from '../../till/record.ts';
import { checkSaleNamed } from '../sale/named-sale.ts';
import { book, settlementOf } from '../sale/settlement.ts';
import { takeBack } from './attempts.ts';
import type {
  Answer,
  Approval,
  Asking,
  Ending,
  Found,
  ReversalReason,
  TakesMoney,
} from './port.ts';
import { attemptLane, type Payment, viewPayment } from './under-way.ts';

type Course = Readonly<{ till: OpenTill; payment: Payment; port: TakesMoney }>;

/** The attempt is prepared; when this returns it has ended, or is left as the journal has it. */
export async function runCourse(course: Course, asking: Asking): Promise<void> {
  const { till, payment, port } = course;
  const { attemptId } = payment;
  try {
    const answer = await port.take(till, asking, {
      requested: (body) => {
        record(till, [{ kind: 'attempt-requested', body: { attemptId, ...body } }]);
      },
      show: (change) => show(till, payment, change),
    });
    await settle(course, answer);
  } catch (thrown) {
    leftOpen(course, thrown);
  }
}

async function settle(course: Course, answer: Answer): Promise<void> {
  const { till, payment, port } = course;
  const { attemptId } = payment;
  switch (answer.kind) {
    case 'approved':
      return capture(course, answer.approval);
    case 'not-sent':
      return declined(course, { ...answer, responseCode: null, reason: 'not-sent' });
    case 'declined':
      return declined(course, { ...answer, reason: 'host' });
    case 'unknown': {
      const { problem, reason } = answer;
      record(till, [{ kind: 'attempt-unknown', body: { attemptId, problem } }]);
      if (port.find === null) return reverse(course, problem, reason);
      // Doubt is written down before anybody is asked what they did.
      const stage = port.pays === 'wallet' ? 'asking-wallet' : 'asking-terminal';
      show(till, payment, { stage, problem, hint: '' });
      return settleFound(course, await find(course, port.find));
    }
  }
}

function find({ till, payment }: Course, ask: NonNullable<TakesMoney['find']>): Promise<Found> {
  return attemptLane(till, async () => {
    const attempt = till.db.attempts.find(payment.attemptId);
    if (attempt === null) throw new Error(`Bug: no attempt ${payment.attemptId}`);
    return ask(till, attempt);
  });
}

async function settleFound(course: Course, answer: Found): Promise<void> {
  if (answer.kind === 'open') return reverse(course, answer.problem, answer.reason);
  if (answer.kind !== 'unknown') return settle(course, answer);
  return end(course, 'unresolved', { kind: course.port.silence, params: {} });
}

/** The customer has paid: first that, then the sale or the part of it. Between the two a crash leaves an attempt to be taken back. */
async function capture(course: Course, approval: Approval): Promise<void> {
  const { till, payment, port } = course;
  const { attemptId, amountMinor, saleId } = payment;
  const { slip = [], wallet: _, ...said } = approval;
  record(till, [{ kind: 'attempt-approved', body: { attemptId, ...said } }]);
  const captured = { kind: 'attempt-captured' as const, body: { attemptId, saleId } };
  try {
    checkSaleNamed(till, saleId);
    const settlement = { ...settlementOf(till), underWay: null };
    // Of cash alone it matters how small a coin is.
    if (mayTake(settlement, { kind: port.pays, amountMinor }, 1)) throw new Problem('sale-changed');
    const tender = port.tenderOf({ attemptId, amountMinor, approval });
    const booking = { id: attemptId, facts: [captured], slip, opensDrawer: false };
    payment.isSold = book(till, tender, booking) !== null;
  } catch (thrown) {
    // Charged, but not sold: give it back.
    logFailure(till, 'capture', thrown);
    return reverse(course, toProblem(thrown).toData(), '06');
  }
  end(course, 'approved', null);
}

/** Nobody was charged: somebody said no, or nobody was asked. */
function declined(
  course: Course,
  answer: Readonly<{
    responseCode: string | null;
    problem: ProblemData;
    reason: 'host' | 'not-sent';
  }>,
): void {
  const { responseCode, problem, reason } = answer;
  const body = { attemptId: course.payment.attemptId, responseCode, reason, problem };
  record(course.till, [{ kind: 'attempt-declined', body }]);
  end(course, 'declined', problem);
}

/** The journal could not be written: the attempt stays open as it stands there and is settled later. */
function leftOpen(course: Course, thrown: unknown): void {
  const problem = toProblem(thrown);
  logFailure(course.till, 'settle attempt', problem);
  end(course, 'unresolved', problem.toData());
}

async function reverse(
  course: Course,
  problem: ProblemData,
  reason: ReversalReason,
): Promise<void> {
  const { till, payment, port } = course;
  show(till, payment, { stage: 'reversing', problem });
  const { attemptId } = payment;
  let state: AttemptState = await attemptLane(till, () => takeBack(till, attemptId, reason));
  const isAway = state === 'reversing' && !port.isReady(till);
  if (isAway && (await port.makeReady(till))) {
    state = await attemptLane(till, () => takeBack(till, attemptId, reason));
  }
  if (state === 'reversed') return end(course, 'reversed', problem);
  return end(course, 'unresolved', { kind: 'attempt-unresolved', params: {} });
}

function end({ till, payment, port }: Course, stage: Ending, problem: ProblemData | null): void {
  show(till, payment, { stage, problem });
  port.farewell?.(till, stage);
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
