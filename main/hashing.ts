/** PINs, passwords, badges and staff cards as Argon2id hashes (RFC 9106); runs off the main thread. */
import { argon2id, hash, verify } from 'argon2';
import type { Random } from '../domain/random.ts';
import { slowHash, type TokenKind, tokenSalt } from '../domain/slow-hash.ts';

const cost = {
  type: argon2id,
  memoryCost: slowHash.memoryKib,
  timeCost: slowHash.passes,
  parallelism: slowHash.lanes,
} as const;

export type Hashing = Readonly<{
  /** Whether `secret` is the one behind `phc`, a PHC string. A hash that cannot be read fits none. */
  verify(phc: string, secret: string): Promise<boolean>;
  /** The PHC string of a PIN or password. */
  hash(secret: string): Promise<string>;
  /** What is kept of a badge or card: the same hex for the same text in the same store. */
  hashToken(store: string, kind: TokenKind, text: string): Promise<string>;
}>;

export function createHashing(random: Random): Hashing {
  return {
    verify: async (phc, secret) => {
      try {
        return await verify(phc, secret);
      } catch {
        return false;
      }
    },
    hash: (secret) =>
      hash(secret, { ...cost, salt: Buffer.from(random.bytes(slowHash.saltBytes)) }),
    hashToken: async (store, kind, text) => {
      const salt = Buffer.from(tokenSalt(store, kind));
      const bytes = await hash(text, { ...cost, salt, hashLength: slowHash.tokenBytes, raw: true });
      return bytes.toString('hex');
    },
  };
}
