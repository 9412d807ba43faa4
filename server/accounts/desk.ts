/** What the work of accounts needs of the world. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import type { Database } from '../store/tables.ts';

export type Desk = Readonly<{ db: Database; clock: Clock; random: Random }>;

/** 256 random bits, base64url: nobody guesses it, so a plain SHA-256 of it is safe to keep. */
export function newToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}
