/** What follows for whoever is here when the back office has withdrawn somebody. */
import { presence } from '../../till/presence.ts';
import { logFailure, type OpenTill } from '../../till/session.ts';
import { endShift } from '../day/end-shift.ts';
import { benchOf, shutBench } from '../devices/bench-open.ts';
import { dropProof, proofInProgress } from '../people/proof-in-progress.ts';
import { blankView } from './view.ts';

/** Ends what a withdrawn operator was about; `peopleChanged` of the open till. Not in the middle of a payment or a Z: upkeep.ts asks again. */
export function endWithdrawn(till: OpenTill): void {
  const { session, db } = till;
  const isWithdrawn = (number: string | undefined | null): boolean =>
    typeof number === 'string' && db.operators.find(number)?.withdrawn === true;
  if (isWithdrawn(proofInProgress(till)?.operator.number)) dropProof(till);
  if (isWithdrawn(benchOf(till)?.operator.number)) shutBench(till);
  const { signIn } = session;
  if (signIn && isWithdrawn(signIn.operator.number)) {
    signIn.cancelled = true;
    signIn.asked?.answer({ kind: 'cancelled' });
    session.signIn = null;
    till.emit({ kind: 'sign-in', view: blankView(till) });
    tellWithdrawn(till);
  }
  if (session.payment || presence(till).leaving || db.day().state === 'closed') return;
  if (!isWithdrawn(db.day().operator)) return;
  try {
    endShift(till, 'withdrawn', { basket: 'parked' });
    tellWithdrawn(till);
  } catch (thrown) {
    logFailure(till, 'withdrawn', thrown);
  }
}

function tellWithdrawn(till: OpenTill): void {
  till.changed();
  till.emit({ kind: 'notice', problem: { kind: 'operator-withdrawn', params: {} } });
}
