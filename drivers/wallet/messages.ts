/**
 * What till and wallet acquirer say to each other, as docs/wallets.md has it: a length, a seal, a JSON object. A protocol
 * of our own; an acquirer's is put in its place, or behind a gateway that speaks this one. Pure but for the hash.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const named = {
  v: z.literal(1),
  /** Of this exchange; the answer repeats it. */
  id: z.string().min(1).max(64),
  terminal: z.string(),
  order: z.uuid(),
};
const amountMinor = z.int().positive();
const currency = z.string().length(3);

export const requestSchema = z.discriminatedUnion('ask', [
  z.object({
    ...named,
    ask: z.literal('pay'),
    code: z.string().regex(/^\d{16,24}$/),
    amountMinor,
    currency,
  }),
  z.object({ ...named, ask: z.literal('query') }),
  z.object({ ...named, ask: z.literal('cancel') }),
  z.object({ ...named, ask: z.literal('refund'), refund: z.uuid(), partMinor: amountMinor }),
]);
export type WalletRequest = z.infer<typeof requestSchema>;
export type WalletAsk = WalletRequest['ask'];

/** How the order stands after what was asked. An acquirer may say more than this. */
export const answerSchema = z.object({
  ...named,
  state: z.enum(['paid', 'waiting', 'refused', 'cancelled', 'not-there']),
  /** Of an order that is there. */
  amountMinor: amountMinor.optional(),
  currency: currency.optional(),
  refundedMinor: z.int().nonnegative().optional(),
  wallet: z.string().max(32).optional(),
  reference: z.string().max(64).optional(),
  /** Of what is refused. */
  reason: z.string().max(32).optional(),
  /** What became of a refund that was asked for. */
  refund: z.enum(['done', 'refused']).optional(),
});
export type WalletStanding = z.infer<typeof answerSchema>;

const lengthBytes = 2;
export const sealBytes = 32;
/** No message of this protocol is longer. */
const frameBytesMax = 4_096;

/** The whole frame of a message under the seal of `key`, in hex. */
export function encodeFrame(message: WalletRequest | WalletStanding, key: string): Buffer {
  return frameOf(Buffer.from(JSON.stringify(message), 'utf8'), key);
}

export function frameOf(body: Buffer, key: string): Buffer {
  const length = Buffer.alloc(lengthBytes);
  length.writeUInt16BE(sealBytes + body.length);
  return Buffer.concat([length, sealOf(body, key), body]);
}

/** What a frame without its length says; why it says nothing. */
export function readFrame<Message>(
  frame: Buffer,
  key: string,
  schema: z.ZodType<Message>,
): Message | 'seal-wrong' | 'garbage' {
  if (frame.length <= sealBytes) return 'garbage';
  const body = frame.subarray(sealBytes);
  if (!timingSafeEqual(frame.subarray(0, sealBytes), sealOf(body, key))) return 'seal-wrong';
  try {
    return schema.safeParse(JSON.parse(body.toString('utf8'))).data ?? 'garbage';
  } catch {
    return 'garbage';
  }
}

/** Whole frames without their lengths. Ends at a length that no frame has: what follows is noise. */
export async function* framesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let pending = Buffer.alloc(0);
  for await (const piece of bytes) {
    pending = Buffer.concat([pending, piece]);
    while (pending.length >= lengthBytes) {
      const length = pending.readUInt16BE(0);
      if (length <= sealBytes || length > frameBytesMax) return;
      if (pending.length < lengthBytes + length) break;
      yield pending.subarray(lengthBytes, lengthBytes + length);
      pending = pending.subarray(lengthBytes + length);
    }
  }
}

function sealOf(body: Uint8Array, key: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(body).digest();
}
