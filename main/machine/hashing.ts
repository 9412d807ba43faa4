/** PINs, passwords, badges and staff cards as Argon2id hashes (RFC 9106); runs off the main thread. */
import type { Random } from '../../domain/basics/random.ts';
import { slowHash, type TokenKind, tokenSalt } from '../../domain/people/slow-hash.ts';

/** Only when it is needed: a till where it cannot be loaded must start far enough to say so. */
const argon2 = () => import('argon2');

const cost = {
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
      const { verify } = await argon2();
      try {
        return await verify(phc, secret);
      } catch {
        return false;
      }
    },
    hash: async (secret) => {
      const { argon2id, hash } = await argon2();
      const salt = Buffer.from(random.bytes(slowHash.saltBytes));
      return hash(secret, { ...cost, type: argon2id, salt });
    },
    hashToken: async (store, kind, text) => {
      const { argon2id, hash } = await argon2();
      const salt = Buffer.from(tokenSalt(store, kind));
      const raw = { hashLength: slowHash.tokenBytes, raw: true } as const;
      const bytes = await hash(text, { ...cost, ...raw, type: argon2id, salt });
      return bytes.toString('hex');
    },
  };
}
