/** What the page may ask about goods that come back. */
import { z } from 'zod';
import { namesSchema } from '../basics/names.ts';
import { unitSchema } from '../basics/unit.ts';
import { reasonIdSchema } from '../journal/reasons.ts';
import { channel, toldUpTo } from '../people/channel.ts';
import { saleRef } from '../tenders/channels.ts';

/** One of the sales among which somebody looks for theirs. */
export const soldSaleSchema = z.object({
  saleId: z.uuid(),
  number: z.int(),
  at: z.int(),
  operatorName: z.string(),
  totalMinor: z.int(),
  /** The first few. */
  names: z.array(namesSchema),
});
export type SoldSale = z.infer<typeof soldSaleSchema>;

/** Why a sale is not undone whole: a way on is in the sentence of each. */
export const voidRefusals = ['date', 'returned', 'card'] as const;

export const returnViewSchema = soldSaleSchema.extend({
  businessDate: z.iso.date(),
  lines: z.array(
    z.object({
      line: z.int().positive(),
      name: namesSchema,
      unit: unitSchema,
      /** Thousandths: sold, and what may still come back. */
      quantity: z.int().positive(),
      left: z.int().nonnegative(),
      /** What was really paid for all of it. */
      totalMinor: z.int(),
    }),
  ),
  /** Null where the whole sale may be undone. */
  voidRefusal: z.enum(voidRefusals).nullable(),
});
export type ReturnView = z.infer<typeof returnViewSchema>;

/** Which sale was made, and why it comes back. */
const sold = { of: z.uuid() };

export const returnsChannels = {
  /** Of this till and one business date, the newest first; null: of today. */
  'returns.list': channel(
    'sells',
    z.object({ businessDate: z.iso.date().nullable() }),
    z.array(soldSaleSchema),
  ),
  /** Throws `sale-unknown`. */
  'returns.view': channel('sells', z.object(sold), returnViewSchema),
  /**
   * Puts goods that come back into the basket `saleId`, at what was paid for them. Allowed up to what comes back with the
   * whole basket. Throws `sale-unknown`, `return-too-many`, `reason-gone`, and what an approval throws.
   */
  'returns.take': channel(
    'sells',
    saleRef.extend({
      ...sold,
      lines: z
        .array(
          z.object({
            line: z.int().positive(),
            quantity: z.int().positive(),
            reasonId: reasonIdSchema,
          }),
        )
        .min(1),
    }),
    toldUpTo,
  ),
  /** Undoes a whole sale of today, and pays out what it took. Throws `void-refused`, `basket-open`, as above. */
  'returns.void': channel(
    'sells',
    z.object({ ...sold, reasonId: reasonIdSchema }),
    z.object({ saleId: z.uuid(), paidOutMinor: z.int() }),
  ),
} as const;
