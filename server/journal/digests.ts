/** The server's books of a till, for the till to compare with its own. Route: `GET /v1/digests`. */
import { type DayDigest, digestOf } from '../../domain/office/reconcile.ts';
import type { Caller } from '../door/signature.ts';
import { readDayTotals } from '../reports/day-totals.ts';
import type { Database } from '../store/tables.ts';

/** By business date, oldest first, from `from` (`YYYY-MM-DD`) on. */
export async function digests(
  db: Database,
  caller: Caller,
  from: string,
): Promise<{ digests: DayDigest[] }> {
  const kept = await readDayTotals(db, { stores: [caller.store], tills: [caller.till], from });
  return { digests: kept.map(({ totals }) => digestOf(totals)) };
}
