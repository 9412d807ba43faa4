/** What a pull says about the people of the store, and what follows for whoever is here. */
import type { Operator } from '../../../domain/people/operator.ts';
import { logFailure, type OpenTill, shutBench } from '../../till/session.ts';
import { forgive } from '../people/operators.ts';
import { endShiftParked } from '../sale/holds.ts';
import { dropProof } from './proofs.ts';
import { blankView } from './view.ts';

/** Takes over what the back office says; wrong tries it has forgiven since the last time are forgiven here. */
export function takeOperators(till: OpenTill, operators: readonly Operator[]): void {
  const { db } = till;
  // By what the back office has said before, not by our clock: the two may differ by minutes.
  const unlocked = operators.filter(
    ({ number, unlockedAt }) =>
      unlockedAt !== null && unlockedAt > (db.operators.find(number)?.unlockedAt ?? 0),
  );
  for (const { number } of unlocked) forgive(till, number, null);
  db.operators.apply(operators);
  endWithdrawn(till);
}

/** Ends what a withdrawn operator was about. Not in the middle of a payment or a Z: upkeep.ts asks again. */
export function endWithdrawn(till: OpenTill): void {
  const { session, db } = till;
  const isWithdrawn = (number: string | undefined | null): boolean =>
    typeof number === 'string' && db.operators.find(number)?.withdrawn === true;
  if (isWithdrawn(session.proof?.operator.number)) dropProof(till);
  if (isWithdrawn(session.bench?.operator.number)) shutBench(till);
  const { signIn } = session;
  if (signIn && isWithdrawn(signIn.operator.number)) {
    signIn.cancelled = true;
    signIn.asked?.answer({ kind: 'cancelled' });
    session.signIn = null;
    till.emit({ kind: 'sign-in', view: blankView(till) });
    tellWithdrawn(till);
  }
  if (session.payment || session.leaving || db.day().state === 'closed') return;
  if (!isWithdrawn(db.day().operator)) return;
  try {
    endShiftParked(till, 'withdrawn');
    tellWithdrawn(till);
  } catch (thrown) {
    logFailure(till, 'withdrawn', thrown);
  }
}

function tellWithdrawn(till: OpenTill): void {
  till.changed();
  till.emit({ kind: 'notice', problem: { kind: 'operator-withdrawn', params: {} } });
}
