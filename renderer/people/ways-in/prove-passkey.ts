/** A passkey, asked of whoever is there, for a sign-in and for an approval alike. */
import type { Proof } from '../../../domain/people/proof.ts';
import type { ProblemData } from '../../../domain/words/problem.ts';
import { call } from '../../page/bridge.ts';
import { askPasskey } from '../passkey.ts';

/** Null where the person gave up: that is no failure, and main never hears of it. */
export async function provePasskey(): Promise<Proof | ProblemData | null> {
  const challenge = await call('passkey.challenge', {});
  if (!challenge.ok) return challenge.problem;
  const passkey = await askPasskey(challenge.value);
  return passkey === null ? null : { passkey };
}
