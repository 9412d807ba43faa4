/** PINs as Argon2id hashes (RFC 9106), made where operators are managed and checked at the till. */
import { argon2id, hash } from 'argon2';
import { pinSchema } from '../domain/operator.ts';
import type { Random } from '../domain/random.ts';

/** OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const cost = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
/** RFC 9106 section 3.1 recommends 16 bytes. */
const saltBytes = 16;

/** The PHC string of `pin`. Throws ZodError where it is no PIN. */
export async function hashPin(pin: string, random: Random): Promise<string> {
  return hash(pinSchema.parse(pin), { ...cost, salt: Buffer.from(random.bytes(saltBytes)) });
}
