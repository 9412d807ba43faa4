/** Wrong PINs of each operator since they last got in, or were forgiven. */
import type { Entry } from '../domain/journal-entry.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';

export type WrongTries = Readonly<{ count: number; lastAt: number | null }>;

export function wrongTriesOf(db: Readable, number: string): WrongTries {
  const row = db.get<{ count: number; lastAt: number }>(
    sql`SELECT count, last_at AS lastAt FROM wrong_tries WHERE number = ${number}`,
  );
  return row ?? { count: 0, lastAt: null };
}

export function countTries(db: Writable, entry: Entry): void {
  // Only a PIN that was looked at is a try.
  if (entry.kind === 'sign-in-refused' && entry.body.reason === 'pin-wrong') {
    add(db, entry.body.number, entry.at);
  }
  if ((entry.kind === 'signed-in' || entry.kind === 'till-unlocked') && entry.operator !== null) {
    forgive(db, entry.operator);
  }
  if (entry.kind === 'operator-unlocked') forgive(db, entry.body.number);
}

function add(db: Writable, number: string, at: number): void {
  db.run(
    sql`INSERT INTO wrong_tries (number, count, last_at) VALUES (${number}, 1, ${at})
        ON CONFLICT (number) DO UPDATE SET count = count + 1, last_at = excluded.last_at`,
  );
}

function forgive(db: Writable, number: string): void {
  db.run(sql`DELETE FROM wrong_tries WHERE number = ${number}`);
}
