/** Whose wrong tries have locked them at a till, a fold of its journal: a row from the try that locked to what forgave it. */
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { peopleFacts } from '../people/facts.ts';
import { triesMax } from '../people/operator.ts';
import { signInFacts } from './facts.ts';

/** Operator number → the try that locked. */
export type Locks = Readonly<Record<string, Readonly<{ at: number; seq: number }>>>;
export const noLocks: Locks = {};

const facts = { ...signInFacts, ...peopleFacts } as const;

export function foldLocks(
  locks: Locks,
  any: AnyFact & Pick<Place, 'at' | 'seq' | 'operator'>,
): Locks {
  // Coming back to a locked screen is a right PIN too.
  if (any.kind === 'till-unlocked' || any.kind === 'signed-in') return without(locks, any.operator);
  const entry = factOf(facts, any);
  if (entry?.kind === 'operator-unlocked') return without(locks, entry.body.number);
  if (entry?.kind !== 'sign-in-refused') return locks;
  const { number, reason, wrongTries } = entry.body;
  const isLocked =
    reason === 'operator-locked' || (reason !== 'operator-unknown' && wrongTries >= triesMax);
  if (number === null || !isLocked || number in locks) return locks;
  return { ...locks, [number]: { at: entry.at, seq: entry.seq } };
}

function without(locks: Locks, number: string | null): Locks {
  if (number === null || !(number in locks)) return locks;
  const { [number]: _, ...rest } = locks;
  return rest;
}
