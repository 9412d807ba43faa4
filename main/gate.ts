/** The gate: asked in main for every channel, whatever the page believes. */
import type { Needs } from '../domain/contract/channel.ts';
import { judgeGate } from '../domain/day.ts';
import { may, type Permission } from '../domain/permission.ts';
import { Problem } from '../domain/problems.ts';
import { basketBegun, benchOperator, businessDateNow, type OpenTill } from './session.ts';

/**
 * Throws `Problem`: `not-signed-in`, `till-locked`, `past-cut-over`, `not-permitted`, `bench-closed`, and
 * `commit-unknown`, `commit-undone`: what came of the last step is told before there is another.
 */
export function checkNeeds(till: OpenTill, needs: Needs): void {
  if (needs === 'nobody') return;
  if (till.db.settle()) throw new Problem('commit-undone');
  if (isForBench(needs)) {
    checkBench(till, needs);
    return;
  }
  const { operator, leaving } = till.session;
  const day = till.db.day();
  // The journal decides; that memory knows nobody can only be a bug, and then nobody sells.
  if (leaving || day.state === 'closed' || !operator) throw new Problem('not-signed-in');
  if (day.state === 'locked') throw new Problem('till-locked');
  if (needs === 'sells') checkGate(till);
  if (!may(operator.role, needs === 'sells' ? 'sell' : needs)) throw new Problem('not-permitted');
}

const isForBench = (needs: Needs): needs is `bench:${Permission}` => needs.startsWith('bench:');

/** Whoever opened the bench need not be signed in. */
function checkBench(till: OpenTill, needs: `bench:${Permission}`): void {
  const operator = benchOperator(till);
  if (!operator) throw new Problem('bench-closed');
  if (!may(operator.role, needs.slice('bench:'.length) as Permission)) {
    throw new Problem('not-permitted');
  }
}

/** May a sale begin or go on now? Every use case that sells is behind this. */
export function checkGate(till: OpenTill): void {
  // What is being paid for lies on the counter: a payment under way needs no say of its own.
  const verdict = judgeGate(till.db.day(), businessDateNow(till), basketBegun(till.session));
  if (verdict !== 'may-sell') throw new Problem(verdict);
}
