/** The gate: asked in main for every channel, whatever the page believes. */

import type { OperatorView } from '../../domain/contract/ipc.ts';
import { judgeGate } from '../../domain/day/day.ts';
import type { Needs } from '../../domain/people/channel.ts';
import { may, type Permission } from '../../domain/people/right.ts';
import { Problem } from '../../domain/words/problem.ts';
import {
  basketBegun,
  benchOperator,
  benchUser,
  businessDateNow,
  type OpenTill,
} from './session.ts';
import { stopOf } from './stop.ts';

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

/** Who is signed in at an unlocked till. Throws `Problem`: `not-signed-in`, `till-locked`. */
function checkPresent(till: OpenTill): OperatorView {
  const { operator, leaving } = till.session;
  const day = till.db.day();
  // The journal decides; that memory knows nobody can only be a bug, and then nobody sells.
  if (leaving || day.state === 'closed' || !operator) throw new Problem('not-signed-in');
  if (day.state === 'locked') throw new Problem('till-locked');
  return operator;
}

function checkHolds({ role }: OperatorView, permission: Permission): void {
  if (!may(role, permission)) throw new Problem('not-permitted');
}

/** May a sale begin or go on now? Every use case that sells is behind this. */
export function checkGate(till: OpenTill): void {
  // What is being paid for lies on the counter: a payment under way needs no say of its own.
  const verdict = judgeGate(till.db.day(), businessDateNow(till), basketBegun(till.session));
  if (verdict !== 'may-sell') throw new Problem(verdict);
  const stop = stopOf(till);
  // What lies on the counter is sold; the next sale is not begun.
  if (stop && !basketBegun(till.session)) throw stop;
}
