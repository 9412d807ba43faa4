/** What the page may ask of tenders; a sale paid whole in cash is with the sale. */
import { z } from 'zod';
import { reasonIdSchema } from '../journal/reasons.ts';
import { channel, toldUpTo } from '../people/channel.ts';

/** Which sale the page shows. What pays or gives up names it, and is refused (`sale-changed`) where another is at hand. */
export const saleRef = z.object({ saleId: z.uuid() });

/** A card payment without an end, as far as somebody needs to find it on a slip or statement. */
const openPaymentSchema = z.object({
  attemptId: z.string(),
  at: z.number(),
  businessDate: z.string(),
  amountMinor: z.int(),
  maskedPan: z.string().nullable(),
  stan: z.string(),
  batch: z.string(),
  tries: z.int(),
  /** The other side was asked, so that a manager may settle it. */
  maySettle: z.boolean(),
});
export type OpenPayment = z.infer<typeof openPaymentSchema>;

/** A part of a half paid sale whose basket is gone or has become another sale. */
const strayPartSchema = z.object({
  saleId: z.uuid(),
  tenderId: z.uuid(),
  /** Milliseconds UTC. */
  at: z.int(),
  kind: z.enum(['cash', 'card', 'wallet']),
  amountMinor: z.int().nonnegative(),
  maskedPan: z.string().nullable(),
});
export type StrayPart = z.infer<typeof strayPartSchema>;

export const tenderChannels = {
  /**
   * `amountMinor`: `owedMinor` as shown; `partMinor`: only so much of it. Answers when the attempt has ended one way or
   * another; how, and the progress, arrives as `payment` events.
   */
  'sale.payCard': channel(
    'sells',
    saleRef.extend({ amountMinor: z.int(), partMinor: z.int().positive().optional() }),
    toldUpTo,
  ),
  /** Cash for a part of it: `amountMinor` is `cashDueMinor` as shown, `partMinor` less. The goods are fixed from here on. */
  'sale.takeCash': channel(
    'sells',
    saleRef.extend({ amountMinor: z.int().nonnegative(), partMinor: z.int().positive() }),
    toldUpTo,
  ),
  /**
   * Back to the customer, before the sale is even: the one on the counter, or one of `tender.strays`; cash by who may open
   * the drawer, or with the approval of somebody who may. `confirmed`: it has ended; otherwise the till goes on asking for
   * the card's money to be taken back.
   */
  'sale.giveBack': channel(
    'sell',
    saleRef.extend({ tenderId: z.uuid(), reasonId: reasonIdSchema }),
    z.object({ confirmed: z.boolean() }),
  ),
  'attempt.resolve': channel('sell', z.object({}), z.object({ openAttempts: z.int() })),
  /** Card payments without an end, oldest first. */
  'attempt.list': channel('sell', z.object({}), z.array(openPaymentSchema)),
  /** A manager says what became of one of them. Throws `not-permitted`, `sale-changed`, and what an approval throws. */
  'attempt.settle': channel(
    'lent:attempt.resolve',
    z.object({
      attemptId: z.uuid(),
      amountMinor: z.int().positive(),
      outcome: z.enum(['charged', 'not-charged']),
      slip: z.string().trim().max(40),
      reason: z.string().trim().min(3).max(200),
    }),
    z.object({ openAttempts: z.int() }),
  ),
  /** What was taken of sales that no basket stands for any more, oldest first. */
  'tender.strays': channel('sell', z.object({}), z.array(strayPartSchema)),
  /**
   * A manager says that one of them stays with the shop. Throws `sale-changed`, and what an approval throws; `strays` are
   * left.
   */
  'tender.keep': channel(
    'lent:attempt.resolve',
    saleRef.extend({
      tenderId: z.uuid(),
      amountMinor: z.int().nonnegative(),
      reason: z.string().trim().min(3).max(200),
    }),
    z.object({ strays: z.int() }),
  ),
  /** The same by the code that the customer's phone shows: a secret while it holds, told nobody but the acquirer. */
  'sale.payWallet': channel(
    'sells',
    saleRef.extend({
      amountMinor: z.int(),
      partMinor: z.int().positive().optional(),
      code: z.string().max(64),
    }),
    toldUpTo,
  ),
  /** Asks at once how it stands, while the customer confirms on the phone. */
  'sale.askWallet': channel('sells', z.object({ attemptId: z.uuid() }), z.object({})),
  /** Of a wallet too: waits for its customer no longer, and takes back what was paid. */
  'sale.cancelCard': channel('sells', z.object({ attemptId: z.uuid() }), z.object({})),
} as const;
