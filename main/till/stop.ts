/** What stops a till whoever stands at it, until the back office says otherwise. */
import { Problem, type ProblemKind } from '../../domain/words/problem.ts';
import type { OpenTill } from './open-till.ts';

/** What a till cannot sync past by itself, and must not open on: two journals under one name, or none any more. */
export const stopKinds: ReadonlySet<ProblemKind> = new Set([
  'journal-shortened',
  'till-restored',
  'till-cloned',
  'till-revoked',
]);

/** Why this till may not open; null where it may. */
export function stopOf(till: OpenTill): Problem | null {
  const stop = till.db.sync.stop();
  return stop === null ? null : new Problem(stop.kind, stop.params);
}
