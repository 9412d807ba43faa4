/** Folds whose whole state is one small value, kept as JSON by name. */

import type { DayFold } from '../../domain/day/day.ts';
import type { ChecksOfDay } from '../../domain/sign-in/checks-of-day.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';
import { readStored } from './stored.ts';

/** Name → what is kept under it. */
type Kept = Readonly<{
  /** Which folds were written by which software, and how far they have come. */
  mark: Readonly<{ version: number; seq: number }>;
  day: DayFold;
  'checks-of-day': ChecksOfDay;
  'last-sign-in': Readonly<{ at: number; operator: string }>;
  'last-stan': number;
  'last-batch': string;
  'last-z': number;
  /** How many entries only a later version can read. */
  unread: number;
}>;

export function findKept<Name extends keyof Kept>(db: Readable, name: Name): Kept[Name] | null {
  const row = db.get<{ body: string }>(sql`SELECT body FROM projections WHERE name = ${name}`);
  return row ? readStored(db.file, row.body, (value) => value as Kept[Name]) : null;
}

export function keep<Name extends keyof Kept>(db: Writable, name: Name, value: Kept[Name]): void {
  db.run(
    sql`INSERT INTO projections (name, body) VALUES (${name}, ${JSON.stringify(value)})
        ON CONFLICT (name) DO UPDATE SET body = excluded.body`,
  );
}
