/** Sign-ins of the past and what was raised, read from the journal itself; newest first. */
import type { BodyOf } from '../../domain/contract/entry.ts';
import type { Readable } from '../file/open.ts';
import { soundEntry } from '../file/rows.ts';
import { sql } from '../file/sql.ts';

type Place = Readonly<{ seq: number; at: number; businessDate: string; operator: string | null }>;
export type SignInRow = Place &
  (
    | Readonly<{ kind: 'signed-in'; body: BodyOf<'signed-in'> }>
    | Readonly<{ kind: 'sign-in-failed'; body: BodyOf<'sign-in-failed'> }>
  );
export type AnomalyRow = Place & Readonly<{ body: BodyOf<'anomaly-raised'> }>;

/** Throws Problem journal-broken. */
export function recentSignIns(db: Readable, limit: number): SignInRow[] {
  return db
    .all<{ seq: number }>(
      sql`SELECT seq FROM journal
          WHERE kind IN ('signed-in', 'sign-in-failed') ORDER BY seq DESC LIMIT ${limit}`,
    )
    .map(({ seq }) => soundEntry(db, seq))
    .filter((entry) => entry.kind === 'signed-in' || entry.kind === 'sign-in-failed');
}

/** Throws Problem journal-broken. */
export function recentAnomalies(db: Readable, limit: number): AnomalyRow[] {
  return db
    .all<{ seq: number }>(
      sql`SELECT seq FROM journal WHERE kind = 'anomaly-raised' ORDER BY seq DESC LIMIT ${limit}`,
    )
    .map(({ seq }) => soundEntry(db, seq))
    .filter((entry) => entry.kind === 'anomaly-raised');
}
