/**
 * One proof: who is it, and is that enough here? For a sign-in, a lock and every approval alike. Where the store wants more than one way, what was shown waits in memory
 * for the next one of the same operator, for a minute.
 */

import type { Operator } from '../../../domain/people/operator.ts';
import type { Proof } from '../../../domain/people/proof.ts';
import { firstWays, judgeWays, type WayIn } from '../../../domain/people/ways-in.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { lookAtPin } from './operators.ts';
import { lookAtPasskey } from './passkeys.ts';
import {
  dropProof,
  keepProof,
  type ProofPurpose,
  type Proven,
  pinLane,
  proofInProgress,
} from './proof-in-progress.ts';
import { lookAtToken } from './tokens.ts';

/** A staff card's number comes from the card reader only, never from the page. */
export type GivenProof = Proof | Readonly<{ card: string }>;

/**
 * Throws `Problem`: `way-not-allowed`, and what the way itself refuses with: `pin-…`, `operator-…`, `badge-unknown`,
 * `passkey-unknown`. `expired` is told when what was shown of several ways waits no longer.
 */
export async function prove(
  till: OpenTill,
  proof: GivenProof,
  purpose: ProofPurpose,
  expired: () => void = () => {},
): Promise<Proven> {
  const way = wayOf(proof);
  const allowed = settingsOf(till).ways;
  // Before it is looked at: what opens nothing must not be guessed at either.
  if (!firstWays(allowed).includes(way)) throw new Problem('way-not-allowed');
  const operator = await pinLane(till, () => recognise(till, proof));
  const before = proofInProgress(till);
  dropProof(till);
  // Half of a sign-in is no half of an approval, nor the other way round.
  const goesOn = before?.operator.number === operator.number && before.purpose === purpose;
  const earlier = goesOn ? before.ways : [];
  const both = [...earlier.filter((one) => one !== way), way];
  for (const ways of [both, [way]]) {
    const verdict = judgeWays(allowed, ways);
    if (verdict.kind === 'enough') return { operator, ways, moreWays: [] };
    if (verdict.kind === 'more') {
      keepProof(till, { operator, ways, moreWays: verdict.ways }, purpose, expired);
      return { operator, ways, moreWays: verdict.ways };
    }
  }
  throw new Problem('way-not-allowed');
}

function wayOf(proof: GivenProof): WayIn {
  if ('pin' in proof) return 'secret';
  if ('badge' in proof) return 'badge';
  return 'card' in proof ? 'card' : 'passkey';
}

function recognise(till: OpenTill, proof: GivenProof): Promise<Operator> {
  if ('pin' in proof) return lookAtPin(till, proof.number, proof.pin);
  if ('badge' in proof) return lookAtToken(till, 'badge', proof.badge);
  if ('card' in proof) return lookAtToken(till, 'card', proof.card);
  return lookAtPasskey(till, proof.passkey);
}
