/** What is asked about people. */
import { type Operator, operatorSchema } from '../../domain/people/operator.ts';
import type { Locks } from '../../domain/sign-in/locks.ts';
import type { Database, Work } from '../store/tables.ts';

const nameSchema = operatorSchema.pick({ name: true });

/** Operator number → name, of one store; of who has left too. */
export async function readNames(db: Database, store: string): Promise<Map<string, string>> {
  return (await readNamesIn(db, [store])).get(store) ?? new Map();
}

/** The same by store; of `numbers` alone where they are given. */
export async function readNamesIn(
  db: Database,
  stores: readonly string[],
  numbers?: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const byStore = new Map<string, Map<string, string>>();
  if (stores.length === 0 || numbers?.length === 0) return byStore;
  const rows = await db
    .selectFrom('operators')
    .select(['store_id', 'number', 'body'])
    .where('store_id', 'in', stores)
    .$if(numbers !== undefined, (query) => query.where('number', 'in', numbers ?? []))
    .execute();
  for (const { store_id, number, body } of rows) {
    const names = byStore.get(store_id) ?? new Map<string, string>();
    byStore.set(store_id, names.set(number, nameSchema.parse(JSON.parse(body)).name));
  }
  return byStore;
}

/** Operators of a store whom wrong tries have locked, and the names of the tills that did. */
export async function readLocked(db: Database, store: string): Promise<Map<string, string[]>> {
  const tills = await db
    .selectFrom('tills')
    .select(['name', 'locks'])
    .where('store_id', '=', store)
    .where('locks', '<>', '{}')
    .orderBy('till_id')
    .execute();
  const locked = new Map<string, string[]>();
  for (const { name, locks } of tills) {
    for (const number of Object.keys(JSON.parse(locks) as Locks)) {
      locked.set(number, [...(locked.get(number) ?? []), name]);
    }
  }
  return locked;
}

export async function operatorsOf(db: Database | Work, store: string): Promise<Operator[]> {
  const rows = await db
    .selectFrom('operators')
    .select('body')
    .where('store_id', '=', store)
    .execute();
  return rows.map(({ body }) => operatorSchema.parse(JSON.parse(body)));
}
