/** What is kept as it came and counts for nothing. */
import type { Database, Tables } from '../store/tables.ts';

/** The newest first, before the number `before`. */
export function readAside(
  db: Database,
  { store, till }: Readonly<{ store: string; till: string }>,
  before: number,
  limit: number,
): Promise<Tables['put_aside'][]> {
  return db
    .selectFrom('put_aside')
    .selectAll()
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .where('seq', '<', before)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

/** By till. */
export async function asideCounts(db: Database, store: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('put_aside')
    .select(({ fn }) => ['till_id', fn.countAll<number>().as('count')])
    .where('store_id', '=', store)
    .groupBy('till_id')
    .execute();
  return new Map(rows.map(({ till_id, count }) => [till_id, Number(count)]));
}
