/** The row of one operator, changed by what a till tells: the rest of it belongs to head office. */
import { type Operator, operatorSchema } from '../../domain/people/operator.ts';
import { nextVersion, upsert } from '../changes/versioned.ts';
import type { Work } from '../store/tables.ts';

/** What `change` answers is kept, and goes to every till of the store; null changes nothing. False: no such operator. */
export async function changeOperator(
  work: Work,
  store: string,
  number: string,
  change: (operator: Operator) => Operator | null,
): Promise<boolean> {
  // First of all: it holds the store, so that two tills change one operator one after the other.
  const version = await nextVersion(work, store);
  const row = await work
    .selectFrom('operators')
    .select('body')
    .where('store_id', '=', store)
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row) return false;
  const changed = change(operatorSchema.parse(JSON.parse(row.body)));
  if (changed) {
    const body = JSON.stringify(operatorSchema.parse(changed));
    await upsert(work, 'operators', ['number'], store, version, [{ number, body }]);
  }
  return true;
}
