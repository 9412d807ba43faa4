/** The last start that the journal tells of. */
import { parseFact } from '../../domain/contract/entry.ts';
import type { Readable } from '../file/open.ts';
import { sql } from '../file/sql.ts';
import { readStored } from '../file/stored.ts';

/** Number of the last start, where the till kept a witness from then on; null where it did not, or there was none. */
export function lastWitnessedStart(db: Readable): number | null {
  const row = db.get<{ seq: number; body: string }>(
    sql`SELECT seq, body FROM journal WHERE kind = 'till-started' ORDER BY seq DESC LIMIT 1`,
  );
  if (!row) return null;
  const fact = readStored(db.file, row.body, (body) => parseFact('till-started', body));
  return fact.kind === 'till-started' && fact.body.witnessed ? row.seq : null;
}
