/**
 * Who is it? Number and PIN against the Argon2id hash, with a delay that grows and a lock at the end.
 *
 * Channel: `signIn.operators`. A sign-in goes through proofs.ts, an approval through approvals.ts.
 */
import type { OperatorView } from '../../../domain/contract/ipc.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkTries, countTry, refuseUnknown } from './tries.ts';

/** Whom the sign-in screen offers. */
export function listOperators(till: OpenTill): OperatorView[] {
  return till.db.operators
    .list()
    .filter((operator) => !operator.withdrawn)
    .map(operatorView);
}

export function operatorView({ number, name, role }: Operator): OperatorView {
  return { number, name, role };
}

/** Whom this till must know. Throws `Problem` `operator-unknown`. */
export function operatorOf(till: OpenTill, number: string): Operator {
  const operator = till.db.operators.find(number);
  if (!operator) throw new Problem('operator-unknown');
  return operator;
}

/** The right PIN, a manager, or the back office (`by` is null) makes an end of wrong tries. */
export function forgive(till: OpenTill, number: string, by: string | null): void {
  const isClean = (['secret', 'passkey'] as const).every(
    (way) => till.db.wrongTries(number, way).count === 0,
  );
  if (!isClean) record(till, [{ kind: 'operator-unlocked', body: { number, by } }], by);
}

/**
 * The operator whose PIN this is. The caller holds the PIN lane. Refused tries are journalled.
 * Throws `Problem`: `operator-unknown`, `operator-locked`, `pin-wait` (seconds), `pin-wrong` (triesLeft, waitMs).
 */
export async function lookAtPin(till: OpenTill, number: string, pin: string): Promise<Operator> {
  const operator = till.db.operators.find(number);
  if (!operator || operator.withdrawn) throw refuseUnknown(till, number);
  checkTries(till, { number, way: 'secret' });
  if (await till.ports.hashing.verify(operator.pinHash, pin)) return operator;
  const { locked, triesLeft, waitMs } = countTry(till, { number, way: 'secret' });
  throw locked ?? new Problem('pin-wrong', { triesLeft, waitMs });
}
