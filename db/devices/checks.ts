/** What was found at the bench, read from the journal itself. */
import type { DeviceCheckedBody } from '../../domain/devices/facts.ts';
import type { Readable } from '../file/open.ts';
import { soundEntry } from '../file/rows.ts';
import { sql } from '../file/sql.ts';

export type DeviceCheck = DeviceCheckedBody & Readonly<{ at: number; operator: string | null }>;

/** Newest first. Throws Problem journal-broken. */
export function recentChecks(db: Readable, device: string, limit: number): DeviceCheck[] {
  const rows = db.all<{ seq: number }>(
    sql`SELECT seq FROM journal WHERE kind = 'device-checked' ORDER BY seq DESC`,
  );
  const checks: DeviceCheck[] = [];
  for (const { seq } of rows) {
    if (checks.length === limit) break;
    const entry = soundEntry(db, seq);
    if (entry.kind !== 'device-checked' || entry.body.device !== device) continue;
    checks.push({ ...entry.body, at: entry.at, operator: entry.operator });
  }
  return checks;
}
