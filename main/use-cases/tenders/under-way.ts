/** The card payment under way, of which there is one at a time, and how the page sees it. */
import type { PaymentView } from '../../../domain/contract/ipc.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { memory, tillLane } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { counter } from '../sale/counter.ts';

export type Stage = PaymentView['stage'];

export type Payment = {
  readonly attemptId: string;
  readonly amountMinor: number;
  /** Of the basket it pays for. */
  readonly saleId: string;
  stage: Stage;
  maskedPan: string | null;
  /** What a payment terminal shows its customer at this moment. */
  hint: string;
  problem: ProblemData | null;
  /** It has made its sale even. */
  isSold: boolean;
};

const kept = memory<{ payment: Payment | null }>(() => ({ payment: null }));

/** Settling one attempt at a time: whoever asks what became of it is not overtaken by its reversal. */
export const attemptLane = tillLane();

export function paymentOf(till: OpenTill): Payment | null {
  return kept(till).payment;
}

/** From here on nothing on the counter changes. */
export function beginPayment(
  till: OpenTill,
  named: Pick<Payment, 'attemptId' | 'amountMinor' | 'saleId'>,
): Payment {
  const { attemptId, amountMinor, saleId } = named;
  const begun = {
    stage: 'preparing',
    maskedPan: null,
    hint: '',
    problem: null,
    isSold: false,
  } as const;
  const payment: Payment = { attemptId, amountMinor, saleId, ...begun };
  kept(till).payment = payment;
  counter(till).underWay = attemptId;
  return payment;
}

export function endPayment(till: OpenTill): void {
  kept(till).payment = null;
  counter(till).underWay = null;
}

const ends: ReadonlySet<Stage> = new Set(['approved', 'declined', 'reversed', 'unresolved']);

/** Late stages of the devices are not shown any more. */
export function hasEnded({ stage }: Payment): boolean {
  return ends.has(stage);
}

export function viewPayment(payment: Payment): PaymentView {
  const { attemptId, amountMinor, stage, maskedPan, hint, problem, saleId, isSold } = payment;
  return {
    attemptId,
    amountMinor,
    stage,
    maskedPan,
    problem,
    saleId: isSold ? saleId : null,
    ...(hint === '' ? {} : { hint }),
  };
}
