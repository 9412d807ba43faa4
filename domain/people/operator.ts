/** Who may work the till, and how often a wrong PIN may be tried. */
import { z } from 'zod';
import { anyLocaleSchema } from '../basics/languages.ts';
import { roleIdSchema } from './role.ts';

export const operatorNumberSchema = z.string().regex(/^\d{2,8}$/);
/** A PIN, or a password where the store takes them. Never stored: only its Argon2id hash is. */
export const pinSchema = z.union([
  z.string().regex(/^\d{4,12}$/),
  z.string().min(8).max(64).regex(/[^\d]/),
]);

/** What a badge or a staff card says, as it is kept: hex of a slow hash (main/machine/hashing.ts), never the text itself. */
export const tokenSchema = z.object({
  kind: z.enum(['badge', 'card']),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});

/** The public half of a WebAuthn credential; bytes are base64url. */
export const passkeySchema = z.object({
  credentialId: z.string().min(1).max(1_400),
  /** COSE key (RFC 9052). */
  publicKey: z.string().min(1).max(2_000),
  counter: z.int().nonnegative(),
  label: z.string().max(100),
});
export type Passkey = z.infer<typeof passkeySchema>;

/** Of somebody who has just been taken on. */
export const newcomer = {
  secretSetAt: null,
  mustChangeSecret: false,
  tokens: [],
  passkeys: [],
  unlockedAt: null,
};

export const operatorSchema = z.object({
  number: operatorNumberSchema,
  name: z.string().min(1),
  role: roleIdSchema,
  locale: anyLocaleSchema,
  /** PHC string, `$argon2id$…`. */
  pinHash: z.string().startsWith('$argon2id$'),
  /** Ms UTC; null where nobody knows: it does not age. */
  secretSetAt: z.int().nullable().default(newcomer.secretSetAt),
  /** Somebody else knows it: it must be changed at the first use. */
  mustChangeSecret: z.boolean().default(newcomer.mustChangeSecret),
  tokens: z.array(tokenSchema).max(8).default(newcomer.tokens),
  passkeys: z.array(passkeySchema).max(16).default(newcomer.passkeys),
  /** The back office forgave the wrong tries before this moment, ms UTC. */
  unlockedAt: z.int().nullable().default(newcomer.unlockedAt),
  withdrawn: z.boolean(),
  /** Somebody at `till` gave out a secret or passkey as theirs that they did not choose; until a new secret is chosen. */
  secretDoubt: z.object({ at: z.int(), till: z.string() }).optional(),
});
export type Operator = z.infer<typeof operatorSchema>;

/** The first tries are free: fingers slip. */
const freeTries = 2;
const delayMsMax = 60_000;
/** From here on only a manager can let this operator in again. */
export const triesMax = 8;

/** How long, in ms, to wait after `wrongTries` wrong PINs in a row before the next is looked at. */
export function delayAfter(wrongTries: number): number {
  if (wrongTries <= freeTries) return 0;
  return Math.min(delayMsMax, 1_000 * 2 ** (wrongTries - freeTries - 1));
}
