/** Several changes, together or not at all. */
import type { Database, Work } from './tables.ts';

/** Within the transaction that `db` is already, or in one of its own. */
export function together<Result>(
  db: Database | Work,
  change: (work: Work) => Promise<Result>,
): Promise<Result> {
  return db.isTransaction ? change(db as Work) : db.transaction().execute(change);
}
