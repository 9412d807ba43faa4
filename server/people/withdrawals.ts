/** Since when somebody is not let in any more. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Operator } from '../../domain/people/operator.ts';
import type { Database } from '../store/tables.ts';

/** Of whoever is withdrawn the first moment stays; whoever is taken back is forgotten. */
export async function noteWithdrawals(
  db: Database,
  clock: Clock,
  store: string,
  operators: readonly Operator[],
): Promise<void> {
  const gone = operators.filter(({ withdrawn }) => withdrawn);
  const back = operators.filter(({ withdrawn }) => !withdrawn).map(({ number }) => number);
  if (gone.length > 0) {
    const rows = gone.map(({ number }) => ({ store_id: store, number, at: clock.now() }));
    await db
      .insertInto('withdrawals')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['store_id', 'number']).doNothing())
      .execute();
  }
  if (back.length > 0) {
    await db
      .deleteFrom('withdrawals')
      .where('store_id', '=', store)
      .where('number', 'in', back)
      .execute();
  }
}
