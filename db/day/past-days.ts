/** Which dates have their Z, and when the rule of the date last changed: read from the journal itself. */
import type { ZoneChange } from '../../domain/basics/business-date.ts';
import type { Readable } from '../file/open.ts';
import { soundEntry } from '../file/rows.ts';
import { sql } from '../file/sql.ts';

/** Whether a Z has closed this business date. Throws Problem journal-broken. */
export function isClosed(db: Readable, businessDate: string): boolean {
  const rows = db.all<{ seq: number }>(
    sql`SELECT seq FROM journal WHERE kind = 'day-closed' ORDER BY seq DESC`,
  );
  return rows.some(({ seq }) => {
    const entry = soundEntry(db, seq);
    return entry.kind === 'day-closed' && entry.body.closedDate === businessDate;
  });
}

export function lastZoneChange(db: Readable): ZoneChange | null {
  return (
    db.get<ZoneChange>(
      sql`SELECT at, business_date AS businessDate FROM journal
          WHERE kind = 'zone-changed' ORDER BY seq DESC LIMIT 1`,
    ) ?? null
  );
}
