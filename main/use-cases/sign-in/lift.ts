/** Past the offline limits a manager, or the back office by a one-time code, lets the till open. Channel: `signIn.lift`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { type Approval, verifyApproval } from '../people/approvals.ts';
import { redeemCode } from '../people/one-time-codes.ts';
import { answerPerson, askAgain, questionOf } from './run.ts';
import type { Lift } from './under-way.ts';

/** Throws `Problem`: `sign-in-not-running`, `pin-…`, `approval-refused`, `code-wrong`, `code-not-ready`. */
export async function liftLimit(
  till: OpenTill,
  input: ChannelInput<'signIn.lift'>,
): Promise<ToldUpTo> {
  questionOf(till, 'lift');
  const lift = 'code' in input ? liftByCode(till, input.code) : await liftBy(till, input.approval);
  return answerPerson(till, 'lift', { kind: 'lift', lift });
}

async function liftBy(till: OpenTill, approval: Approval): Promise<Lift> {
  const manager = await verifyApproval(till, approval, 'offline.lift');
  return { by: manager.number };
}

function liftByCode(till: OpenTill, code: string): Lift {
  try {
    const { challenge } = redeemCode(till, questionOf(till, 'lift').request, code);
    return { by: null, challenge };
  } catch (thrown) {
    // After the last try, or after half an hour, another challenge stands in its place.
    askAgain(till);
    throw thrown;
  }
}
