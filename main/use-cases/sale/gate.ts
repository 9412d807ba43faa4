/** May a sale begin or go on now? */

import { judgeGate } from '../../../domain/day/day.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { businessDateNow } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { stopOf } from '../../till/stop.ts';
import { basketBegun } from './counter.ts';

/** Every use case that sells is behind this. Throws `Problem`: `not-signed-in`, `till-locked`, `past-cut-over`, a stop's. */
export function checkGate(till: OpenTill): void {
  // What is being paid for lies on the counter: a payment under way needs no say of its own.
  const verdict = judgeGate(till.db.day(), businessDateNow(till), basketBegun(till));
  if (verdict !== 'may-sell') throw new Problem(verdict);
  const stop = stopOf(till);
  // What lies on the counter is sold; the next sale is not begun.
  if (stop && !basketBegun(till)) throw stop;
}
