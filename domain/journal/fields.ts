/** What bodies of more than one room hold. */
import { z } from 'zod';

export const id = z.uuid();
export const minor = z.int();
export const count = z.int().nonnegative();
/** Which drawer of the till; a till that has one calls it `mainDrawer`. */
export const drawerId = z.string().min(1).max(20);
export const mainDrawer = 'main';
/** What was written before there could be a second one. */
export const inMainDrawer = <Body extends object>(body: Body) => ({ ...body, drawer: mainDrawer });

export const hashHex = z.string().regex(/^[0-9a-f]{64}$/);

export const signedHeadSchema = z.object({
  seq: count,
  hash: hashHex,
  /** Ed25519 over the 32 bytes of `hash`, base64. */
  signature: z.string(),
});

/** A Z as the one after it, and a journal that follows, must know it. */
export const lastCloseSchema = z.object({
  date: z.string(),
  zNumber: z.int(),
  session: z.int(),
  /** Milliseconds UTC. */
  at: z.int(),
  by: z.string().nullable(),
});
