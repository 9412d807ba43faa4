/** Lifts of the offline limits, read from the journal itself. */
import type { BodyOf } from '../domain/journal-entry.ts';
import type { Readable } from './open.ts';
import { sql } from './sql.ts';

type Limit = BodyOf<'offline-lifted'>['limit'];

/** Which limits somebody has lifted on this business date. */
export function liftsOn(db: Readable, businessDate: string): Limit[] {
  return db
    .all<{ limit: Limit }>(
      sql`SELECT DISTINCT json_extract(body, '$.limit') AS "limit" FROM journal
          WHERE kind = 'offline-lifted' AND business_date = ${businessDate}`,
    )
    .map(({ limit }) => limit);
}
