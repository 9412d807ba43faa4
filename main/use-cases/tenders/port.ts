/**
 * The one port of everything that is asked for money. Which implementation an attempt goes by is chosen once, when it is
 * prepared; the course of a payment, recovery, upkeep and close call nothing but this.
 */

import type { AttemptRow } from '../../../db/tenders/attempts.ts';
import type { Unknown } from '../../../domain/basics/growing.ts';
import type { Wallet } from '../../../domain/basics/payment-code.ts';
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { PaymentView } from '../../../domain/contract/ipc.ts';
import type { Means } from '../../../domain/tenders/means.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import type { ProblemData, ProblemKind } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';

export type ReversalReason = BodyOf<'attempt-reversing'>['reason'];

export type Approval = Readonly<{
  authorisationCode: string;
  referenceNumber: string;
  responseCode: string;
  maskedPan: string;
  /** Whose code it was that paid. */
  wallet?: Wallet | Unknown;
  /** What a terminal wants printed for the customer. */
  slip?: readonly string[];
}>;

/** `not-sent`: not a byte of the request left. `reason`: with which an unknown one is taken back. */
export type Answer =
  | Readonly<{ kind: 'approved'; approval: Approval }>
  | Readonly<{ kind: 'declined'; responseCode: string; problem: ProblemData }>
  | Readonly<{ kind: 'not-sent'; problem: ProblemData }>
  | Readonly<{ kind: 'unknown'; problem: ProblemData; reason: ReversalReason }>;

/** What was found of one that is unknown. `open`: it is not paid so far, and only its taking back says that it never will be. */
export type Found =
  | Answer
  | Readonly<{ kind: 'open'; problem: ProblemData; reason: ReversalReason }>;

/** An attempt whose money is there. */
export type Paid = Readonly<{ attemptId: string; amountMinor: number; approval: Approval }>;

/** What is asked for. `stan` names it toward whoever is asked. */
export type Asking = Readonly<{
  attemptId: string;
  amountMinor: number;
  stan: string;
  batch: string;
  /** What the customer's phone shows, where that pays; written down nowhere. */
  code?: string;
}>;

/** What whoever is asked needs of the course of the payment. */
export type Turns = Readonly<{
  /** Written down before the request leaves. Throws `Problem` where it cannot be: then nothing may leave. */
  requested(body: Omit<BodyOf<'attempt-requested'>, 'attemptId'>): void;
  show(change: Readonly<{ stage: PaymentView['stage']; maskedPan?: string }>): void;
}>;

/** How a payment may end, as it is said to the customer. */
export type Ending = 'approved' | 'declined' | 'reversed' | 'unresolved';

export type TakesMoney = Readonly<{
  means: Means;
  /** What it becomes on the sale. */
  pays: 'card' | 'wallet';
  tenderOf(paid: Paid): Tender;
  /** Whether it can be asked at this moment. */
  isReady(till: OpenTill): boolean;
  /** Tries to become so, as far as that is possible without a person; answers whether it is. Never throws. */
  makeReady(till: OpenTill): Promise<boolean>;
  /** Before anything is written: in which batch it would be. Throws `Problem` where none can begin. */
  prepare(till: OpenTill): Readonly<{ batch: string }>;
  /** Asks for the money of a prepared attempt. Throws what `requested` has thrown, and nothing else. */
  take(till: OpenTill, asking: Asking, turns: Turns): Promise<Answer>;
  /** What became of one that is unknown. Null: only its own taking back says. Never throws. */
  find: ((till: OpenTill, attempt: AttemptRow) => Promise<Found>) | null;
  /** One try to take back what was taken, or may have been. Answers the code that confirms it, or throws `Problem`. */
  giveBack(till: OpenTill, attempt: AttemptRow, reason: ReversalReason): Promise<string>;
  /** Its day ends with the till's; lines for the paper. Absent: nothing ends here. Throws `Problem`. */
  closeBatch?(till: OpenTill): Promise<readonly string[]>;
  /** Says to the customer how it ended, where it does not take its own leave. */
  farewell?(till: OpenTill, ending: Ending): void;
  /** What is said of one that was prepared when the till died, and of one that was asked for. */
  unbegun: ProblemKind;
  silence: ProblemKind;
}>;
