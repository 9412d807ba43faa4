/** The server's books of a till, for the till to compare with its own. Route: `GET /v1/digests`. */
import { type DayDigest, digestOf } from '../../domain/office/reconcile.ts';
import { dayTotalsSchema } from '../../domain/reports/day-totals.ts';
import type { Caller } from '../door/signature.ts';
import type { Database } from '../store/tables.ts';

/** By business date, oldest first, from `from` (`YYYY-MM-DD`) on. */
export async function digests(
  db: Database,
  caller: Caller,
  from: string,
): Promise<{ digests: DayDigest[] }> {
  const rows = await db
    .selectFrom('day_totals')
    .select('totals')
    .where('store_id', '=', caller.store)
    .where('till_id', '=', caller.till)
    .where('business_date', '>=', from)
    .orderBy('business_date')
    .execute();
  return {
    digests: rows.map(({ totals }) => digestOf(dayTotalsSchema.parse(JSON.parse(totals)))),
  };
}
