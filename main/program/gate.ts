/** The gate: asked in main for every channel, whatever the page believes. */
import type { Needs } from '../../domain/people/channel.ts';
import { mayDo, type Right } from '../../domain/people/right.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { OpenTill } from '../till/open-till.ts';
import { checkHolds, checkPresent, holdsOf } from '../till/presence.ts';
import { benchOperator, benchUser } from '../use-cases/devices/bench-open.ts';
import { checkGate } from '../use-cases/sale/gate.ts';

/**
 * Throws `Problem`: `not-signed-in`, `till-locked`, `past-cut-over`, `not-permitted`, `bench-closed`, and
 * `commit-unknown`, `commit-undone`: what came of the last step is told before there is another.
 */
export function checkNeeds(till: OpenTill, needs: Needs): void {
  if (needs === 'nobody') return;
  if (till.db.settle()) throw new Problem('commit-undone');
  const [place, right] = placeOf(needs);
  if (place === 'bench') {
    checkHolds(till, benchUser(till), right);
    return;
  }
  // Whoever opened the bench need not be signed in.
  const atBench = place === 'here' ? benchOperator(till) : null;
  if (atBench && mayDo(holdsOf(till, atBench.role), right)) return;
  const operator = checkPresent(till);
  if (needs === 'sells') checkGate(till);
  checkHolds(till, operator, right);
}

/** Where somebody must be, and what they must hold. */
function placeOf(needs: Exclude<Needs, 'nobody'>): ['bench' | 'here' | 'signed in', Right] {
  if (needs === 'sells') return ['signed in', 'sell'];
  const [place, right] = needs.split(':') as ['bench' | 'here', Right] | [Right];
  return right === undefined ? ['signed in', place as Right] : [place as 'bench' | 'here', right];
}
