/** Lifts of the offline limits, read from the journal itself. */
import type { BodyOf } from '../../domain/contract/entry.ts';
import type { Readable } from '../file/open.ts';
import { soundEntry } from '../file/rows.ts';
import { sql } from '../file/sql.ts';

type Limit = BodyOf<'offline-lifted'>['limit'];

/** Which limits somebody has lifted on this business date. Throws Problem journal-broken. */
export function liftsOn(db: Readable, businessDate: string): Limit[] {
  const rows = db.all<{ seq: number }>(
    sql`SELECT seq FROM journal WHERE kind = 'offline-lifted' AND business_date = ${businessDate}`,
  );
  const limits = rows.flatMap(({ seq }) => {
    const entry = soundEntry(db, seq);
    return entry.kind === 'offline-lifted' ? [entry.body.limit] : [];
  });
  return [...new Set(limits)];
}
