/**
 * Who is it? Number and PIN against the Argon2id hash, with a delay that grows and a lock at the end.
 *
 * Channels: `signIn.operators`, `signIn.unlockOperator`. Approvals and the bench ask `verifyOperator`; a sign-in goes
 * through proofs.ts.
 */
import type { z } from 'zod';
import type { ChannelInput, OperatorView } from '../../domain/contract/ipc.ts';
import type { approvalSchema } from '../../domain/contract/people-channels.ts';
import type { Operator } from '../../domain/operator.ts';
import { may, type Permission } from '../../domain/permission.ts';
import { Problem } from '../../domain/problems.ts';
import { type OpenTill, record } from '../session.ts';
import { redeemCode } from './one-time-codes.ts';
import { checkTries, countTry, refuseUnknown } from './tries.ts';

export type Approval = z.infer<typeof approvalSchema>;

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

/**
 * The operator whose PIN this is. Refused tries are journalled.
 * Throws `Problem`: `operator-unknown`, `operator-locked`, `pin-wait` (seconds), `pin-wrong` (triesLeft, waitMs).
 */
export function verifyOperator(till: OpenTill, number: string, pin: string): Promise<Operator> {
  return till.pinLane(() => lookAtPin(till, number, pin));
}

/** An approval for one act: whoever gives it must hold `permission`. Throws also `approval-refused`. */
export async function verifyApproval(
  till: OpenTill,
  approval: Approval,
  permission: Permission,
): Promise<Operator> {
  const approver = await verifyOperator(till, approval.number, approval.pin);
  if (!may(approver.role, permission)) throw new Problem('approval-refused', {});
  forgive(till, approver.number, approver.number);
  return approver;
}

/** A manager, or the back office by a code on the telephone, forgives an operator's wrong tries. */
export async function unlockOperator(
  till: OpenTill,
  input: ChannelInput<'signIn.unlockOperator'>,
): Promise<Record<string, never>> {
  const { number } = input;
  if (!till.db.operators.find(number)) throw new Problem('operator-unknown');
  if ('code' in input) {
    const { challenge } = redeemCode(till, { purpose: 'operator-unlock', number }, input.code);
    const body = { number, by: null, challenge };
    record(till, [{ kind: 'operator-unlocked', body }], null);
    return {};
  }
  const manager = await verifyApproval(till, input.approval, 'operator.unlock');
  forgive(till, number, manager.number);
  return {};
}

/** The right PIN, a manager, or the back office (`by` is null) makes an end of wrong tries. */
export function forgive(till: OpenTill, number: string, by: string | null): void {
  const isClean = (['secret', 'passkey'] as const).every(
    (way) => till.db.wrongTries(number, way).count === 0,
  );
  if (!isClean) record(till, [{ kind: 'operator-unlocked', body: { number, by } }], by);
}

/** The caller holds the PIN lane. Throws as `verifyOperator`. */
export async function lookAtPin(till: OpenTill, number: string, pin: string): Promise<Operator> {
  const operator = till.db.operators.find(number);
  if (!operator || operator.withdrawn) throw refuseUnknown(till, number);
  checkTries(till, { number, way: 'secret' });
  if (await till.ports.hashing.verify(operator.pinHash, pin)) return operator;
  const { locked, triesLeft, waitMs } = countTry(till, { number, way: 'secret' });
  throw locked ?? new Problem('pin-wrong', { triesLeft, waitMs });
}
