/**
 * A right lent for one act by somebody who has it, standing beside whoever asks. Channels: `approval.begin`,
 * `approval.end`; every act that can be approved asks `verifyApproval` or `approverOf`.
 *
 * It asks what a sign-in asks: the same ways in, the same tries, a secret that is not due. Nothing that was approved is
 * kept: the act takes the proof with it, and the right is gone with the act.
 */
import type { z } from 'zod';
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import type { approvalSchema } from '../../../domain/people/proof.ts';
import { mayDo, type Right } from '../../../domain/people/right.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { memoryOfPerson } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { holdsOf, presence } from '../../till/presence.ts';
import { forgive } from './operators.ts';
import { dropProof, proofInProgress } from './proof-in-progress.ts';
import { type GivenProof, prove } from './proofs.ts';
import { isSecretDue, secretDue } from './secrets.ts';

export type Approval = z.infer<typeof approvalSchema>;

/** The page asks for somebody who approves; what a device read of them, until the act takes it. */
type Question = Readonly<{ shown: Readonly<{ id: string; proof: GivenProof }> | null }>;

const kept = memoryOfPerson<{ question: Question | null }>(
  () => ({ question: null }),
  (till) => {
    kept(till).question = null;
  },
);

/** Whether what a device reads now answers a question for an approval. */
export function isApprovalAsked(till: OpenTill): boolean {
  return kept(till).question !== null;
}

/** The page asks for somebody: what scanner and card reader read from now on is for that. */
export function beginApproval(till: OpenTill): Record<string, never> {
  endApproval(till);
  kept(till).question = { shown: null };
  return {};
}

/** Nobody is asked any more; half of what a store wants counts no longer. */
export function endApproval(till: OpenTill): Record<string, never> {
  kept(till).question = null;
  if (proofInProgress(till)?.purpose !== 'entry') dropProof(till);
  return {};
}

/** Keeps what a device read for the act that is asked for; the page gets an id, never the text. */
export function showToApproval(till: OpenTill, proof: GivenProof): void {
  const id = till.ports.newId();
  kept(till).question = { shown: { id, proof } };
  till.emit({ kind: 'approval-shown', id });
}

/**
 * Who lends `right` for one act, of `amount` in the unit of its limit. Throws `Problem`: `approval-refused` where they have no such right, or not so far, or somebody
 * else stands at the till by now, `more-proof` (name, ways) where the store asks for more than was shown, `secret-due`,
 * and what `prove` throws.
 */
export async function verifyApproval(
  till: OpenTill,
  approval: Approval,
  right: Right,
  amount = 0,
): Promise<Operator> {
  const { changes } = presence(till);
  const proof = 'shown' in approval ? takeShown(till, approval.shown) : approval;
  const { operator, ways, moreWays } = await prove(till, proof, right);
  try {
    if (presence(till).changes !== changes) throw new Problem('approval-refused');
    if (!mayDo(holdsOf(till, operator.role), right, amount)) throw new Problem('approval-refused');
    if (isSecretDue(till, { operator, ways })) throw secretDue(operator);
  } catch (refused) {
    dropProof(till);
    throw refused;
  }
  if (moreWays.length > 0) {
    throw new Problem('more-proof', { name: operator.name, ways: moreWays.join(' ') });
  }
  forgive(till, operator.number, operator.number);
  return operator;
}

/**
 * The number of who may: `asker`, who is signed in or at the bench, or who lends the right. Throws `Problem` `not-permitted` where neither
 * is, and what `verifyApproval` throws. The gate must be asked again afterwards: looking at a proof takes time.
 */
export async function approverOf(
  till: OpenTill,
  asker: OperatorView | null,
  right: Right,
  approval: Approval | null,
  amount = 0,
): Promise<string> {
  if (asker && mayDo(holdsOf(till, asker.role), right, amount)) return asker.number;
  if (!approval) throw new Problem('not-permitted');
  return (await verifyApproval(till, approval, right, amount)).number;
}

/** Good once. Throws `Problem` `approval-refused` for what was never shown, or to another question. */
function takeShown(till: OpenTill, id: string): GivenProof {
  const { question } = kept(till);
  if (question?.shown?.id !== id) throw new Problem('approval-refused');
  kept(till).question = { shown: null };
  return question.shown.proof;
}
