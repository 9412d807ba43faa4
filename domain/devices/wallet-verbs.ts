/**
 * The verbs of wallets: a code that the customer's phone shows is sent to an acquirer, who asks the wallet. An order is
 * named by its attempt, so that no two of them ever share a number, also after an older file was put back.
 *
 * Money is asked for once. After any doubt `walletFind` is asked, and what it finds open is ended by `walletCancel`.
 */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { wallets } from '../basics/payment-code.ts';
import { problemSchema } from '../words/problem.ts';

/** Where the acquirer is, and how it knows this till. */
export const walletConfigSchema = z.object({
  /** `tcp://10.0.0.31:8600`; `memory://…` within a simulation. */
  address: z.string().regex(/^(tcp|memory):\/\/./),
  terminal: z.string().regex(/^[\w-]{1,32}$/),
  /** What both ends seal their messages with, 64 hex digits. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  answerTimeoutMs: z.int().positive().default(10_000),
  /** How long a customer may take to confirm on the phone. */
  confirmTimeoutMs: z.int().positive().default(60_000),
});
export type WalletConfig = z.infer<typeof walletConfigSchema>;

/** A wallet as the acquirer names it. */
export const walletNameSchema = growing(wallets);

export const walletAnswerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('approved'),
    wallet: walletNameSchema,
    /** The acquirer's own number of it. */
    reference: z.string(),
  }),
  /** No money moved, or it has been given back. */
  z.object({ kind: z.literal('declined'), responseCode: z.string(), problem: problemSchema }),
  z.object({ kind: z.literal('unknown'), problem: problemSchema }),
  /** The acquirer was asked: it is not paid so far, and only taking it back says that it never will be. */
  z.object({ kind: z.literal('open'), problem: problemSchema }),
]);
export type WalletAnswer = z.infer<typeof walletAnswerSchema>;

/** `request` names the exchange, and is never used again: an old answer is none to a new question. */
const asked = z.object({ attemptId: z.uuid(), request: z.string().min(1).max(60) });
const amountMinor = z.int().positive();
/** ISO 4217, three letters. */
const currency = z.string().length(3);

export const walletVerbs = {
  /** Takes money; ends when the customer has confirmed, has not, or `cancel` came. Throws only where not a byte left. */
  walletPay: {
    input: asked.extend({ code: z.string().regex(/^\d{16,24}$/), amountMinor, currency }),
    output: walletAnswerSchema,
  },
  /** Asks at once how a payment stands that waits for its customer. Harmless where there is none. */
  walletAsk: { input: z.object({ attemptId: z.uuid() }), output: z.object({}) },
  /** What became of an order. */
  walletFind: { input: asked.extend({ amountMinor, currency }), output: walletAnswerSchema },
  /** Takes it back whole, whether it was paid or never arrived. Answers only when the acquirer has confirmed. */
  walletCancel: {
    input: asked.extend({ amountMinor, currency }),
    output: z.object({ responseCode: z.string() }),
  },
  /** Gives a part of it back, once for each number of a refund. Answers only when the acquirer has confirmed. */
  walletRefund: {
    input: asked.extend({ refund: z.uuid(), partMinor: amountMinor, amountMinor, currency }),
    /** All that was given back of the order. */
    output: z.object({ refundedMinor: amountMinor }),
  },
} as const;
