/** Refused tries of each operator and way since they last got in, or were forgiven. */
import type { Entry } from '../../domain/contract/entry.ts';
import type { CodePurpose } from '../../domain/people/one-time-code.ts';
import type { AnyWayIn } from '../../domain/people/ways-in.ts';
import type { Readable, Writable } from '../file/open.ts';
import { projection } from '../file/projection.ts';
import { sql } from '../file/sql.ts';

export type WrongTries = Readonly<{ count: number; lastAt: number | null }>;

/** What is tried: a way in, or a one-time code for a purpose. */
export type Tried = AnyWayIn | `code ${CodePurpose}`;

/**
 * `number` is null for what is nobody's: unknown numbers, badges, cards and passkeys, and one-time codes. They have one
 * count for each purpose, so that another name is no new beginning.
 */
export function wrongTriesOf(db: Readable, number: string | null, way: Tried): WrongTries {
  const row = db.get<{ count: number; lastAt: number }>(
    sql`SELECT count, last_at AS lastAt FROM wrong_tries WHERE number = ${keyOf(number, way)}`,
  );
  return row ?? { count: 0, lastAt: null };
}

export const wrongTries = projection({
  name: 'wrong-tries',
  version: 1,
  tables: ['wrong_tries'],
  fold: countTries,
});

function countTries(db: Writable, entry: Entry): void {
  // Only what was looked at is a try.
  if (entry.kind === 'sign-in-refused' && counted.has(entry.body.reason)) {
    const isNobody = entry.body.reason === 'operator-unknown';
    add(db, keyOf(isNobody ? null : entry.body.number, entry.body.way ?? 'secret'), entry.at);
  }
  if (entry.kind === 'code-refused') add(db, keyOf(null, `code ${entry.body.purpose}`), entry.at);
  if (entry.kind === 'operator-unlocked' && entry.body.challenge !== undefined) {
    forget(db, 'code operator-unlock');
  }
  if (entry.kind === 'offline-lifted' && entry.body.challenge !== undefined) {
    forget(db, 'code offline-lift');
  }
  if ((entry.kind === 'signed-in' || entry.kind === 'till-unlocked') && entry.operator !== null) {
    forgive(db, entry.operator);
    forgiveNobody(db);
  }
  if (entry.kind === 'operator-unlocked') forgive(db, entry.body.number);
}

const counted: ReadonlySet<string> = new Set(['pin-wrong', 'way-refused', 'operator-unknown']);

/** Operator numbers are digits, so that no two meet. A PIN's key is the number alone, as it was before there were ways. */
function keyOf(number: string | null, way: Tried): string {
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
  db.run(sql`DELETE FROM wrong_tries WHERE number IN ('secret', 'badge', 'card', 'passkey')`);
}

/** The right code came. */
function forget(db: Writable, tried: Tried): void {
  db.run(sql`DELETE FROM wrong_tries WHERE number = ${tried}`);
}
