/**
 * Somebody standing beside whoever asks allows one act. Channels: `approval.begin`, `approval.give`, `approval.end`; what
 * comes of it is a grant, grants.ts.
 *
 * It asks what a sign-in asks: the same ways in, the same tries, a secret that is not due.
 */
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { roleOf } from '../../../domain/people/role.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { memoryOfPerson } from '../../till/memory.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence, rolesHere } from '../../till/presence.ts';
import { askOf, grantTo, mayAllow, restOf, whoMayAllow } from './grants.ts';
import { forgive } from './operators.ts';
import { dropProof, proofInProgress } from './proof-in-progress.ts';
import { type GivenProof, prove } from './proofs.ts';
import { isSecretDue, secretDue } from './secrets.ts';

/** The page asks for somebody who approves; what a device read of them, until they are taken at their word. */
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

/**
 * The page asks for somebody: what scanner and card reader read from now on is for that. Answers what is asked, and who
 * may allow it. Throws `Problem` `approval-refused` where that is not asked any more.
 */
export function beginApproval(
  till: OpenTill,
  { ask: id }: ChannelInput<'approval.begin'>,
): ChannelOutput<'approval.begin'> {
  endApproval(till);
  const ask = askOf(till, id);
  kept(till).question = { shown: null };
  const { asker, right, amount } = ask;
  const roles = rolesHere(till);
  const placeOf = (person: Pick<Operator, 'number' | 'role'>) => ({
    role: roleOf(roles, person.role)?.names ?? null,
    limit: restOf(till, ask, person),
  });
  return {
    right,
    amount,
    asker: asker && { name: asker.name, ...placeOf(asker) },
    who: whoMayAllow(till, ask).map((operator) => ({
      number: operator.number,
      name: operator.name,
      ...placeOf(operator),
    })),
  };
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
 * Somebody proves that they may, and allows it. Throws `Problem`: `approval-refused` where they have no such right or
 * somebody else stands at the till by now, `more-proof` (name, ways) where the store asks for more than was shown,
 * `secret-due`, and what `prove` throws.
 */
export async function giveApproval(
  till: OpenTill,
  { ask: id, proof: given }: ChannelInput<'approval.give'>,
): Promise<ChannelOutput<'approval.give'>> {
  const { changes } = presence(till);
  const ask = askOf(till, id);
  const proof = 'shown' in given ? takeShown(till, given.shown) : given;
  const { operator, ways, moreWays } = await prove(till, proof, ask.id);
  try {
    if (presence(till).changes !== changes) throw new Problem('approval-refused');
    if (!mayAllow(till, askOf(till, id), operator)) throw new Problem('approval-refused');
    if (isSecretDue(till, { operator, ways })) throw secretDue(operator);
  } catch (refused) {
    dropProof(till);
    throw refused;
  }
  if (moreWays.length > 0) {
    throw new Problem('more-proof', { name: operator.name, ways: moreWays.join(' ') });
  }
  forgive(till, operator.number, operator.number);
  return { grant: grantTo(till, ask, operator) };
}

/** Good once. Throws `Problem` `approval-refused` for what was never shown, or to another question. */
function takeShown(till: OpenTill, id: string): GivenProof {
  const { question } = kept(till);
  if (question?.shown?.id !== id) throw new Problem('approval-refused');
  kept(till).question = { shown: null };
  return question.shown.proof;
}
