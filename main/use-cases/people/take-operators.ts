/** What a pull says about the people of the store. */
import type { Operator } from '../../../domain/people/operator.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { forgive } from './operators.ts';

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
  till.peopleChanged();
}
