/** What the page may ask about what is off a sale, what is noted on it, and of baskets that cannot be read. */
import { z } from 'zod';
import { reasonIdSchema } from '../journal/reasons.ts';
import { channel, toldUpTo } from '../people/channel.ts';
import { discountBySchema } from '../prices/hand.ts';
import { noteSchema } from '../prices/line.ts';

export const saleChannels = {
  /**
   * By percent or amount off a line, or off the whole where `line` is null; `discount` null takes it away. Within whoever's
   * limit, or allowed by somebody whose limit it is within. Answers up to where the page has been told.
   */
  'basket.discount': channel(
    'sells',
    z.object({
      line: z.int().positive().nullable(),
      discount: z.object({ by: discountBySchema, reasonId: reasonIdSchema }).nullable(),
    }),
    toldUpTo,
  ),
  /**
   * Written on a line, or on the sale where `line` is null, for whoever packs and on the receipt; null takes it away.
   * Throws `payment-card-scanned`, `line-gone`, `basket-empty`.
   */
  'basket.note': channel(
    'sells',
    z.object({ line: z.int().positive().nullable(), note: noteSchema.nullable() }),
    toldUpTo,
  ),
  /** A basket that this version cannot read was seen to. Throws `hold-gone`. */
  'basket.seenTo': channel('sell', z.object({ saleId: z.uuid() }), z.object({})),
} as const;
