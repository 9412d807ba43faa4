/** PINs, passwords, badges and staff cards as Argon2id hashes, made where operators are managed and checked at the till. */
import { argon2id, hash } from 'argon2';
import type { Random } from '../../domain/basics/random.ts';
import { pinSchema } from '../../domain/people/operator.ts';
import { slowHash, type TokenKind, tokenSalt } from '../../domain/people/slow-hash.ts';

const cost = {
  type: argon2id,
  memoryCost: slowHash.memoryKib,
  timeCost: slowHash.passes,
  parallelism: slowHash.lanes,
} as const;

/** The PHC string of `pin`. Throws ZodError where it is no PIN. */
export async function hashPin(pin: string, random: Random): Promise<string> {
  const salt = Buffer.from(random.bytes(slowHash.saltBytes));
  return hash(pinSchema.parse(pin), { ...cost, salt });
}

/** What is kept of a badge (`badgeText` of domain/people/badge.ts) or of a card's number; `tokenSchema` holds it. */
export async function hashToken(store: string, kind: TokenKind, text: string): Promise<string> {
  const salt = Buffer.from(tokenSalt(store, kind));
  const bytes = await hash(text, { ...cost, salt, hashLength: slowHash.tokenBytes, raw: true });
  return bytes.toString('hex');
}
