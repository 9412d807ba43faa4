/** Past the offline limits a manager, or the back office by a one-time code, lets the till open. Channel: `signIn.lift`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { allowed } from '../people/grants.ts';
import { redeemCode } from '../people/one-time-codes.ts';
import { answerPerson, askAgain, questionOf } from './run.ts';
import type { Lift } from './under-way.ts';

/** Throws `Problem`: `sign-in-not-running`, `code-wrong`, `code-not-ready`, and what `allowed` throws. */
export function liftLimit(
  till: OpenTill,
  input: ChannelInput<'signIn.lift'>,
  call: Call,
): ToldUpTo {
  questionOf(till, 'lift');
  const lift =
    'code' in input
      ? liftByCode(till, input.code)
      : { by: allowed(till, call, null, { right: 'offline.lift' }).by };
  return answerPerson(till, 'lift', { kind: 'lift', lift });
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
