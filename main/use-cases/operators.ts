/**
 * Who is it? Number and PIN against the Argon2id hash, with a delay that grows and a lock at the end.
 *
 * Channels: `signIn.operators`, `signIn.unlockOperator`. Sign-in, unlock and approvals ask `verifyOperator`.
 */
import type { z } from 'zod';
import type { ChannelInput, OperatorView } from '../../domain/contract/ipc.ts';
import type { approvalSchema } from '../../domain/contract/people-channels.ts';
import { delayAfter, type Operator, triesMax } from '../../domain/operator.ts';
import { may, type Permission } from '../../domain/permission.ts';
import { Problem } from '../../domain/problems.ts';
import { type OpenTill, record } from '../session.ts';

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

/** A manager forgives an operator's wrong tries. */
export async function unlockOperator(
  till: OpenTill,
  input: ChannelInput<'signIn.unlockOperator'>,
): Promise<Record<string, never>> {
  if (!till.db.operators.find(input.number)) throw new Problem('operator-unknown');
  if ('code' in input) throw new Problem('code-wrong', { triesLeft: 0 });
  const manager = await verifyApproval(till, input.approval, 'operator.unlock');
  forgive(till, input.number, manager.number);
  return {};
}

/** The right PIN, or a manager, makes an end of wrong tries. */
function forgive(till: OpenTill, number: string, by: string): void {
  if (till.db.wrongTries(number).count === 0) return;
  record(till, [{ kind: 'operator-unlocked', body: { number, by } }], by);
}

async function lookAtPin(till: OpenTill, number: string, pin: string): Promise<Operator> {
  const operator = till.db.operators.find(number);
  const { count, lastAt } = till.db.wrongTries(number);
  if (!operator || operator.withdrawn) {
    refuse(till, number, 'operator-unknown', count);
    throw new Problem('operator-unknown');
  }
  if (count >= triesMax) {
    refuse(till, number, 'operator-locked', count);
    throw new Problem('operator-locked', { number });
  }
  const waitMs = leftToWait(till.ports.clock.now(), delayAfter(count), lastAt);
  if (waitMs > 0) throw new Problem('pin-wait', { seconds: Math.ceil(waitMs / 1_000) });
  if (await till.ports.hashing.verify(operator.pinHash, pin)) return operator;
  refuse(till, number, 'pin-wrong', count + 1);
  if (count + 1 >= triesMax) throw new Problem('operator-locked', { number });
  throw new Problem('pin-wrong', {
    triesLeft: triesMax - count - 1,
    waitMs: delayAfter(count + 1),
  });
}

/** A clock that was set back must not make anybody wait longer than the delay itself. */
function leftToWait(nowMs: number, delayMs: number, lastAt: number | null): number {
  if (lastAt === null) return 0;
  return Math.min(delayMs, lastAt + delayMs - nowMs);
}

function refuse(
  till: OpenTill,
  number: string,
  reason: 'pin-wrong' | 'operator-unknown' | 'operator-locked',
  wrongTries: number,
): void {
  record(till, [{ kind: 'sign-in-refused', body: { number, reason, wrongTries } }], null);
}
