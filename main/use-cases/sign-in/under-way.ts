/** The sign-in under way, of which there is one at a time: a crash leaves the till closed. */
import type { SignInView, StepView } from '../../../domain/contract/ipc.ts';
import type { CodeRequest } from '../../../domain/people/one-time-code.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import type { WayIn } from '../../../domain/people/ways-in.ts';
import { memory, tillLane } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { link } from '../office/link.ts';

export type SignInRun = {
  operator: Operator;
  /** What they proved who they are by. */
  ways: readonly WayIn[];
  businessDate: string;
  /** Always the eight, in order. */
  steps: readonly StepView[];
  verdict: SignInView['verdict'];
  /** Their secret is due: nothing runs until they have chosen another. */
  choosesSecret: boolean;
  cancelled: boolean;
  /** What a person is asked, and who hears the answer; null while nobody is. */
  asked: Readonly<{ question: PersonQuestion; answer(given: PersonAnswer): void }> | null;
};
export type PersonQuestion =
  | Readonly<{ waitsFor: 'seals'; seals: SignInView['seals'] }>
  | Readonly<{ waitsFor: 'float' }>
  | Readonly<{ waitsFor: 'lift'; request: LiftRequest }>;
/** An offline limit that the till is past. */
export type LiftRequest = Extract<CodeRequest, { purpose: 'offline-lift' }>;
/** Who let the till open past an offline limit: a manager, or the back office, whose code answered the challenge. */
export type Lift = Readonly<{ by: string } | { by: null; challenge: string }>;
export type PersonAnswer =
  | Readonly<{ kind: 'seals'; intact: boolean }>
  | Readonly<{ kind: 'float'; denominations: Readonly<Record<string, number>> }>
  | Readonly<{ kind: 'lift'; lift: Lift }>
  | Readonly<{ kind: 'cancelled' }>;

const kept = memory<{ run: SignInRun | null }>(() => ({ run: null }));

/** One run at a time: what a cancelled one was still asking a device for must have ended. */
export const signInLane = tillLane();

export function signInOf(till: OpenTill): SignInRun | null {
  return kept(till).run;
}

export function setSignIn(till: OpenTill, run: SignInRun | null): void {
  kept(till).run = run;
  link(till).awaitedBy = run;
}

/** Ends a sign-in that is under way, if there is one; the day stays closed. */
export function giveUp(till: OpenTill): void {
  const { run } = kept(till);
  if (!run) return;
  run.cancelled = true;
  run.asked?.answer({ kind: 'cancelled' });
  setSignIn(till, null);
}
