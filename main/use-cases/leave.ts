/** Stepping away and leaving. Channels: `till.lock`, `till.unlock`, `till.signOut`. */
import type { ChannelInput, ChannelOutput } from '../../domain/contract/ipc.ts';
import { may } from '../../domain/permission.ts';
import { Problem } from '../../domain/problems.ts';
import { basketBegun, type OpenTill, record } from '../session.ts';
import { verifyOperator } from './operators.ts';
import { checkNotInPayment } from './sell.ts';

/** The basket waits; only a PIN opens the till again. */
export function lock(till: OpenTill): Record<string, never> {
  checkNotInPayment(till);
  record(till, [{ kind: 'till-locked', body: {} }]);
  return {};
}

/**
 * By whose shift it is, or by a manager, who is then named in the journal: a cashier who went home must not leave the
 * till stuck. Throws `Problem`: `not-signed-in`, `pin-…`, `not-permitted`.
 */
export async function unlock(
  till: OpenTill,
  input: ChannelInput<'till.unlock'>,
): Promise<ChannelOutput<'till.unlock'>> {
  checkLocked(till);
  if (!('pin' in input)) throw new Problem('way-not-allowed');
  const operator = await verifyOperator(till, input.number, input.pin);
  checkLocked(till);
  const isOwn = operator.number === till.db.day().operator;
  if (!isOwn && !may(operator.role, 'operator.unlock')) throw new Problem('not-permitted');
  record(till, [{ kind: 'till-unlocked', body: {} }], operator.number);
  return { moreWays: [] };
}

/** Ends the shift; the day stays open for the next sign-in. Throws `Problem` `basket-open`. */
export function signOut(till: OpenTill): Record<string, never> {
  checkNotInPayment(till);
  if (basketBegun(till.session)) throw new Problem('basket-open');
  record(till, [{ kind: 'signed-out', body: { reason: 'operator' } }]);
  till.session.operator = null;
  till.wantSync();
  return {};
}

function checkLocked(till: OpenTill): void {
  const { state } = till.db.day();
  if (state === 'closed') throw new Problem('not-signed-in');
  // Already open: whoever asks has nothing to unlock.
  if (state === 'open') throw new Problem('bad-request');
}
