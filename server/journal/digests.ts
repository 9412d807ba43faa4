/** The server's books of a till, for the till to compare with its own. Route: `GET /v1/digests`. */
import type { SyncOutput } from '../../domain/contract/sync.ts';
import { digestOf, fieldDigestOf } from '../../domain/office/reconcile.ts';
import type { Caller } from '../door/signature.ts';
import { readDayTotals } from '../reports/day-totals.ts';
import type { Database } from '../store/tables.ts';

/** By business date, oldest first, from `from` (`YYYY-MM-DD`) on; in fields for a till of contract 1. */
export async function digests(
  db: Database,
  caller: Caller,
  from: string,
  contract: number,
): Promise<Pick<SyncOutput<'digests'>, 'digests'>> {
  const kept = await readDayTotals(db, { stores: [caller.store], tills: [caller.till], from });
  const totals = kept.map((row) => row.totals);
  return { digests: contract > 1 ? totals.map(digestOf) : totals.map(fieldDigestOf) };
}
