/** Refused tries of each operator and way since they last got in, or were forgiven. */
import type { Entry } from '../domain/journal-entry.ts';
import type { WayIn } from '../domain/ways-in.ts';
import type { Readable, Writable } from './open.ts';
import { sql } from './sql.ts';

export type WrongTries = Readonly<{ count: number; lastAt: number | null }>;

/** `number` is null for badges, cards and passkeys that are nobody's: they have one count for each way. */
export function wrongTriesOf(db: Readable, number: string | null, way: WayIn): WrongTries {
  const row = db.get<{ count: number; lastAt: number }>(
    sql`SELECT count, last_at AS lastAt FROM wrong_tries WHERE number = ${keyOf(number, way)}`,
  );
  return row ?? { count: 0, lastAt: null };
}

export function countTries(db: Writable, entry: Entry): void {
  // Only what was looked at is a try.
  if (entry.kind === 'sign-in-refused' && counted.has(entry.body.reason)) {
    add(db, keyOf(entry.body.number, entry.body.way ?? 'secret'), entry.at);
  }
  if ((entry.kind === 'signed-in' || entry.kind === 'till-unlocked') && entry.operator !== null) {
    forgive(db, entry.operator);
    forgiveNobody(db);
  }
  if (entry.kind === 'operator-unlocked') forgive(db, entry.body.number);
}

const counted: ReadonlySet<string> = new Set(['pin-wrong', 'way-refused']);

/** Operator numbers are digits, so that no two meet. A PIN's key is the number alone, as it was before there were ways. */
function keyOf(number: string | null, way: WayIn): string {
  if (way === 'secret') return number ?? way;
  return number === null ? way : `${number} ${way}`;
}

function add(db: Writable, key: string, at: number): void {
  db.run(
    sql`INSERT INTO wrong_tries (number, count, last_at) VALUES (${key}, 1, ${at})
        ON CONFLICT (number) DO UPDATE SET count = count + 1, last_at = excluded.last_at`,
  );
}

function forgive(db: Writable, number: string): void {
  db.run(sql`DELETE FROM wrong_tries WHERE number IN (${number}, ${keyOf(number, 'passkey')})`);
}

/** Somebody who belongs here stands at the till: what strangers held before the scanner is over. */
function forgiveNobody(db: Writable): void {
  db.run(sql`DELETE FROM wrong_tries WHERE number IN ('badge', 'card', 'passkey')`);
}
