/** What follows for whoever is here when the back office has withdrawn somebody. */

import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';
import { logFailure } from '../../till/record.ts';
import { endShift } from '../day/end-shift.ts';
import { benchOf, shutBench } from '../devices/bench-open.ts';
import { dropProof, proofInProgress } from '../people/proof-in-progress.ts';
import { paymentOf } from '../tenders/under-way.ts';
import { giveUp, signInOf } from './under-way.ts';
import { blankView } from './view.ts';

/** Ends what a withdrawn operator was about; `peopleChanged` of the open till. Not in the middle of a payment or a Z: upkeep.ts asks again. */
export function endWithdrawn(till: OpenTill): void {
  const { db } = till;
  const isWithdrawn = (number: string | undefined | null): boolean =>
    typeof number === 'string' && db.operators.find(number)?.withdrawn === true;
  if (isWithdrawn(proofInProgress(till)?.operator.number)) dropProof(till);
  if (isWithdrawn(benchOf(till)?.operator.number)) shutBench(till);
  if (isWithdrawn(signInOf(till)?.operator.number)) endSignIn(till, withdrawn());
  if (paymentOf(till) || presence(till).leaving || db.day().state === 'closed') return;
  if (!isWithdrawn(db.day().operator)) return;
  try {
    endShift(till, 'withdrawn', { basket: 'parked' });
    tell(till, withdrawn());
  } catch (thrown) {
    logFailure(till, 'withdrawn', thrown);
  }
}

/** Whoever was signing in begins again, if they still may. */
export function endSignIn(till: OpenTill, why: Problem): void {
  if (!signInOf(till)) return;
  giveUp(till);
  till.emit({ kind: 'sign-in', view: blankView(till) });
  tell(till, why);
}

const withdrawn = () => new Problem('operator-withdrawn');

function tell(till: OpenTill, problem: Problem): void {
  till.changed('shift');
  till.emit({ kind: 'notice', problem: problem.toData() });
}
