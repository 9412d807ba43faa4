/** Which dates have their Z, and when the rule of the date last changed: read from the journal itself. */
import type { ZoneChange } from '../domain/business-date.ts';
import type { Readable } from './open.ts';
import { sql } from './sql.ts';

/** Whether a Z has closed this business date. */
export function isClosed(db: Readable, businessDate: string): boolean {
  const row = db.get<{ found: number }>(
    sql`SELECT 1 AS found FROM journal
        WHERE kind = 'day-closed' AND json_extract(body, '$.closedDate') = ${businessDate} LIMIT 1`,
  );
  return row !== undefined;
}

export function lastZoneChange(db: Readable): ZoneChange | null {
  return (
    db.get<ZoneChange>(
      sql`SELECT at, business_date AS businessDate FROM journal
          WHERE kind = 'zone-changed' ORDER BY seq DESC LIMIT 1`,
    ) ?? null
  );
}
