/** What the page may ask of tenders; a sale paid whole in cash is with the sale. */
import { z } from 'zod';
import { channel, toldUpTo } from '../people/channel.ts';

/** Which sale the page shows. What pays or gives up names it, and is refused (`sale-changed`) where another is at hand. */
export const saleRef = z.object({ saleId: z.uuid() });

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
   * Back to the customer, before the sale is even. `confirmed`: it has ended; otherwise the till goes on asking for the
   * card's money to be taken back.
   */
  'sale.giveBack': channel(
    'sells',
    saleRef.extend({ tenderId: z.uuid() }),
    z.object({ confirmed: z.boolean() }),
  ),
  'sale.cancelCard': channel('sells', z.object({ attemptId: z.uuid() }), z.object({})),
} as const;
