/** What an operator has shown so far, where the store wants more than one way in; and one look at a proof at a time. */
import type { Operator } from '../../../domain/people/operator.ts';
import type { WayIn } from '../../../domain/people/ways-in.ts';
import { memoryOfPerson, tillLane } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';

/** What is proved: `entry` to sign in or unlock, or the id of what is to be allowed. */
export type ProofPurpose = string;

export type Proven = Readonly<{
  operator: Operator;
  /** Everything that was shown. */
  ways: readonly WayIn[];
  /** Any of these goes on; empty where what was shown is enough. */
  moreWays: readonly WayIn[];
}>;

type ProofInProgress = Proven & Readonly<{ purpose: ProofPurpose; stopClock(): void }>;

/** PINs, badges and passkeys are looked at one at a time, so that tries in parallel cannot slip past the growing delay. */
export const pinLane = tillLane();

/** Whoever goes to fetch a manager in between begins again. */
const waitsMs = 60_000;

const kept = memoryOfPerson<{ proof: ProofInProgress | null }>(() => ({ proof: null }), dropProof);

/** Null where nobody has shown anything. */
export function proofInProgress(till: OpenTill): ProofInProgress | null {
  return kept(till).proof;
}

/** Waits for the next way of the same operator; `expired` is told where none came. */
export function keepProof(
  till: OpenTill,
  proven: Proven,
  purpose: ProofPurpose,
  expired: () => void,
): void {
  const stopClock = till.ports.clock.after(waitsMs, () => {
    kept(till).proof = null;
    expired();
  });
  kept(till).proof = { ...proven, purpose, stopClock };
}

/** What was shown so far counts no more. */
export function dropProof(till: OpenTill): void {
  kept(till).proof?.stopClock();
  kept(till).proof = null;
}
