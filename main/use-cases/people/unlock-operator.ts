/** A manager, or the back office by a code on the telephone, forgives wrong tries. Channel: `signIn.unlockOperator`. */
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { allowed } from './grants.ts';
import { redeemCode } from './one-time-codes.ts';
import { forgive } from './operators.ts';

/** Throws `Problem`: `operator-unknown`, `code-wrong`, `code-not-ready`, and what `allowed` throws. */
export function unlockOperator(
  till: OpenTill,
  input: ChannelInput<'signIn.unlockOperator'>,
  call: Call,
): Record<string, never> {
  const { number } = input;
  if (!till.db.operators.find(number)) throw new Problem('operator-unknown');
  if ('code' in input) {
    const { challenge } = redeemCode(till, { purpose: 'operator-unlock', number }, input.code);
    const body = { number, by: null, challenge };
    record(till, [{ kind: 'operator-unlocked', body }], null);
    return {};
  }
  const { by } = allowed(till, call, null, { right: 'operator.unlock' });
  forgive(till, number, by);
  return {};
}
