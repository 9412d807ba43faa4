/** What the page may ask of tenders; a sale paid whole in cash is with the sale. */
import { z } from 'zod';
import { reasonIdSchema } from '../journal/reasons.ts';
import { channel, toldUpTo } from '../people/channel.ts';

/** Which sale the page shows. What pays or gives up names it, and is refused (`sale-changed`) where another is at hand. */
export const saleRef = z.object({ saleId: z.uuid() });

/** A part of a half paid sale whose basket is gone or has become another sale. */
export const strayPartSchema = z.object({
  saleId: z.uuid(),
  tenderId: z.uuid(),
  /** Milliseconds UTC. */
  at: z.int(),
  kind: z.enum(['cash', 'card']),
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
  'sale.cancelCard': channel('sells', z.object({ attemptId: z.uuid() }), z.object({})),
} as const;
