/** Sign-ins of the past and what was raised, read from the journal itself; newest first. */
import type { BodyOf } from '../domain/journal-entry.ts';
import type { Readable } from './open.ts';
import { sql } from './sql.ts';

type Place = Readonly<{ seq: number; at: number; businessDate: string; operator: string | null }>;
export type SignInRow = Place &
  (
    | Readonly<{ kind: 'signed-in'; body: BodyOf<'signed-in'> }>
    | Readonly<{ kind: 'sign-in-failed'; body: BodyOf<'sign-in-failed'> }>
  );
export type AnomalyRow = Place & Readonly<{ body: BodyOf<'anomaly-raised'> }>;

export function recentSignIns(db: Readable, limit: number): SignInRow[] {
  return db
    .all<Place & { kind: SignInRow['kind']; body: string }>(
      sql`SELECT seq, at, business_date AS businessDate, operator, kind, body FROM journal
          WHERE kind IN ('signed-in', 'sign-in-failed') ORDER BY seq DESC LIMIT ${limit}`,
    )
    .map((row) => ({ ...row, body: JSON.parse(row.body) }) as SignInRow);
}

export function recentAnomalies(db: Readable, limit: number): AnomalyRow[] {
  return db
    .all<Place & { body: string }>(
      sql`SELECT seq, at, business_date AS businessDate, operator, body FROM journal
          WHERE kind = 'anomaly-raised' ORDER BY seq DESC LIMIT ${limit}`,
    )
    .map((row) => ({ ...row, body: JSON.parse(row.body) as AnomalyRow['body'] }));
}
