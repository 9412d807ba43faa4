/**
 * An operator's own PIN or password. Channel: `secret.change`; at sign-in begin.ts asks for a new one where it is due.
 *
 * A new one is good here at once, without the back office; its hash goes there with the next sync (send-secrets.ts).
 */

import { createHash } from 'node:crypto';
import type { ChannelInput } from '../../../domain/contract/ipc.ts';
import type { Operator } from '../../../domain/people/operator.ts';
import { isSecretDue as isDue, judgeSecret, type WayIn } from '../../../domain/people/ways-in.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { forgive, lookAtPin, operatorOf } from './operators.ts';
import { pinLane } from './proof-in-progress.ts';

/** Whoever is signed in. Throws `Problem`: `pin-…`, `operator-locked`, `secret-too-weak`, `not-signed-in`. */
export async function changeSecret(
  till: OpenTill,
  { pin, newPin }: ChannelInput<'secret.change'>,
): Promise<Record<string, never>> {
  const number = till.db.day().operator;
  if (number === null) throw new Problem('not-signed-in');
  await pinLane(till, async () => {
    await lookAtPin(till, number, pin);
    forgive(till, number, number);
    await setSecret(till, number, newPin);
  });
  return {};
}

/** Whether what was shown has a secret in it that must be changed before anything else is done with it. */
export function isSecretDue(
  till: OpenTill,
  { operator, ways }: Readonly<{ operator: Operator; ways: readonly WayIn[] }>,
): boolean {
  return (
    ways.includes('secret') && isDue(settingsOf(till).secrets, operator, till.ports.clock.now())
  );
}

/** It approves and unlocks nothing until its owner has signed in and chosen another. */
export function secretDue({ name }: Operator): Problem {
  return new Problem('secret-due', { name });
}

/** The caller holds the PIN lane and knows that it is them. Throws `Problem` `secret-too-weak` (why, digitsMin). */
export async function setSecret(till: OpenTill, number: string, secret: string): Promise<Operator> {
  const rules = settingsOf(till).secrets;
  const weak = judgeSecret(rules, number, secret);
  if (weak) throw weak;
  const before = operatorOf(till, number);
  const { hashing, clock } = till.ports;
  if (await hashing.verify(before.pinHash, secret)) {
    throw new Problem('secret-too-weak', { why: 'same-as-before', digitsMin: rules.digitsMin });
  }
  const pinHash = await hashing.hash(secret);
  // The back office takes the later one: a clock that was set back must not make this the older.
  const setAt = Math.max(clock.now(), (operatorOf(till, number).secretSetAt ?? 0) + 1);
  const body = { number, secretHash: secretHashOf(pinHash) };
  // In one commit: a secret without its entry would be taken for somebody else's doing.
  record(till, [{ kind: 'secret-changed', body }], number, {
    also: () => till.db.secrets.set({ number, pinHash, setAt }),
  });
  till.wantSync();
  return operatorOf(till, number);
}

/** What vouches in the journal for a slow hash that travels beside it. */
export function secretHashOf(pinHash: string): string {
  return createHash('sha256').update(pinHash).digest('hex');
}
