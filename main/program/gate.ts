/** The gate: asked in main for every channel, whatever the page believes. */
import type { Needs } from '../../domain/people/channel.ts';
import { may, type Permission } from '../../domain/people/right.ts';
import { Problem } from '../../domain/words/problem.ts';
import type { OpenTill } from '../till/open-till.ts';
import { checkHolds, checkPresent } from '../till/presence.ts';
import { benchOperator, benchUser } from '../use-cases/devices/bench-open.ts';
import { checkGate } from '../use-cases/sale/gate.ts';

/**
 * Throws `Problem`: `not-signed-in`, `till-locked`, `past-cut-over`, `not-permitted`, `bench-closed`, and
 * `commit-unknown`, `commit-undone`: what came of the last step is told before there is another.
 */
export function checkNeeds(till: OpenTill, needs: Needs): void {
  if (needs === 'nobody') return;
  if (till.db.settle()) throw new Problem('commit-undone');
  const [place, permission] = placeOf(needs);
  if (place === 'bench') {
    checkHolds(benchUser(till), permission);
    return;
  }
  // Whoever opened the bench need not be signed in.
  const atBench = place === 'here' ? benchOperator(till) : null;
  if (atBench && may(atBench.role, permission)) return;
  const operator = checkPresent(till);
  if (needs === 'sells') checkGate(till);
  checkHolds(operator, permission);
}

/** Where somebody must be, and what they must hold. */
function placeOf(needs: Exclude<Needs, 'nobody'>): ['bench' | 'here' | 'signed in', Permission] {
  if (needs === 'sells') return ['signed in', 'sell'];
  const [place, permission] = needs.split(':') as ['bench' | 'here', Permission] | [Permission];
  return permission === undefined
    ? ['signed in', place as Permission]
    : [place as 'bench' | 'here', permission];
}
