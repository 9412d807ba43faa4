/** What was found at the bench, read from the journal itself. */
import { type DeviceCheckedBody, deviceCheckedBodySchema } from '../domain/journal-entry.ts';
import type { Readable } from './open.ts';
import { sql } from './sql.ts';

export type DeviceCheck = DeviceCheckedBody & Readonly<{ at: number; operator: string | null }>;

/** Newest first. */
export function recentChecks(db: Readable, device: string, limit: number): DeviceCheck[] {
  return db
    .all<{ at: number; operator: string | null; body: string }>(
      sql`SELECT at, operator, body FROM journal
          WHERE kind = 'device-checked' AND json_extract(body, '$.device') = ${device}
          ORDER BY seq DESC LIMIT ${limit}`,
    )
    .map(({ at, operator, body }) => ({
      ...deviceCheckedBodySchema.parse(JSON.parse(body)),
      at,
      operator,
    }));
}
