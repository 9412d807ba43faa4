/** Stepping away and leaving. Channels: `till.lock`, `till.unlock`, `till.handOver`, `till.signOut`. */

import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { endShift } from '../day/end-shift.ts';
import { dropProof } from '../people/proof-in-progress.ts';
import { prove } from '../people/proofs.ts';
import { isSecretDue, secretDue } from '../people/secrets.ts';
import { checkNoneUnderWay } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { tellIdle } from './view.ts';

/** The basket waits; only whoever proves who they are opens the till again. */
export function lock(till: OpenTill): Record<string, never> {
  checkNoneUnderWay(till);
  record(till, [{ kind: 'till-locked', body: {} }]);
  return {};
}

/**
 * By whose shift it is and nobody else: what is done next is written down under their number. Another, a manager too,
 * takes the till over (`handOver`, or `signIn.begin`). Throws `Problem`: `not-signed-in`, `not-permitted`, `secret-due`, and what `prove` throws.
 */
export async function unlock(
  till: OpenTill,
  proof: ChannelInput<'till.unlock'>,
): Promise<ChannelOutput<'till.unlock'>> {
  checkLocked(till);
  const { operator, ways, moreWays } = await prove(till, proof, 'entry', () => tellIdle(till));
  checkLocked(till);
  if (operator.number !== till.db.day().operator) {
    dropProof(till);
    throw new Problem('not-permitted');
  }
  if (isSecretDue(till, { operator, ways })) {
    dropProof(till);
    throw secretDue(operator);
  }
  if (moreWays.length > 0) tellIdle(till);
  else record(till, [{ kind: 'till-unlocked', body: {} }], operator.number);
  return { moreWays: [...moreWays] };
}

/** Ends the shift; the day stays open for the next sign-in. Throws `Problem` `basket-open`. */
export function signOut(till: OpenTill): Record<string, never> {
  checkNoneUnderWay(till);
  if (basketBegun(till)) throw new Problem('basket-open');
  endShift(till, 'operator', { basket: 'none' });
  return {};
}

/** Ends the shift of a locked till so that another operator may sign in. */
export function handOver(till: OpenTill): Record<string, never> {
  if (till.db.day().state !== 'locked') throw new Problem('till-not-locked');
  endShift(till, 'handed-over', { basket: 'parked' });
  return {};
}

function checkLocked(till: OpenTill): void {
  const { state } = till.db.day();
  if (state === 'closed') throw new Problem('not-signed-in');
  if (state === 'open') throw new Problem('till-not-locked');
}
