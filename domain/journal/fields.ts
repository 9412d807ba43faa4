/** What bodies of more than one room hold. */
import { z } from 'zod';

export const id = z.uuid();
export const minor = z.int();
export const count = z.int().nonnegative();
export const hashHex = z.string().regex(/^[0-9a-f]{64}$/);

export const signedHeadSchema = z.object({
  seq: count,
  hash: hashHex,
  /** Ed25519 over the 32 bytes of `hash`, base64. */
  signature: z.string(),
});
