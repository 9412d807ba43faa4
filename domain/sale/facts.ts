/** What is written down of sales, and what was done on the way to one. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { namesSchema } from '../basics/names.ts';
import { unitSchema } from '../basics/unit.ts';
import { kind } from '../journal/fact.ts';
import { count, drawerId, id, inMainDrawer, minor } from '../journal/fields.ts';
import { reasonIdSchema, reasonTextSchema } from '../journal/reasons.ts';
import { lentSchema } from '../people/lent.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { noteSchema, saleLineSchema } from '../prices/line.ts';
import { firstTenderSchema, tenderSchema } from '../tenders/tender.ts';
import { doneKinds } from './done.ts';
import { olderLineSchema, saleLinesOf } from './older.ts';
import { firstTakenBackSchema, takenBackSchema } from './take-back.ts';

const firstSaleSchema = z.object({
  saleId: id,
  /** Of this till, on this business date, from 1. */
  number: z.int().positive(),
  lines: z.array(olderLineSchema).min(1),
  pieces: z.int().positive(),
  listMinor: count,
  discountMinor: minor,
  totalMinor: count,
  /** Cash owed minus total, where the store rounds to its smallest coin. */
  roundingMinor: minor,
  tax: z.array(z.object({ rate: count, grossMinor: minor, taxMinor: minor })),
  tenders: z.array(firstTenderSchema).min(1),
  voidedLines: count,
});
/** `drawer`: where the cash of it went; it has one even where there was none. */
const secondSaleSchema = firstSaleSchema.extend({ drawer: drawerId });
/** What comes back counts below zero, and so may the whole. */
const thirdSaleSchema = secondSaleSchema.extend({
  lines: z.array(saleLineSchema).min(1),
  pieces: z.int(),
  listMinor: minor,
  totalMinor: minor,
  /** On the whole of it; each line has its own. */
  note: noteSchema.optional(),
});
/** Wallets pay, too; where it is below zero, its tenders pay out. */
const saleBodySchema = thirdSaleSchema.extend({
  tenders: z.array(tenderSchema).min(1),
  /** The sale of which this takes everything back. */
  voids: id.optional(),
});
export type SaleBody = z.infer<typeof saleBodySchema>;

/** What fits a chip. */
export const holdNameMax = 20;

const lineDown = z.object({
  saleId: id,
  sku: z.string(),
  name: namesSchema,
  unit: unitSchema,
  /** Thousandths, as on the line. */
  quantity: z.int().positive(),
  left: count,
  /** What the customer owes less for it. */
  amountMinor: minor,
});
const lineTakenBack = lineDown.extend({
  ...takenBackSchema.shape,
  /** By undoing what had put it there. */
  undone: z.literal(true).optional(),
});
/** Of a line or, without one, the whole basket. */
const discounted = z.object({
  saleId: id,
  line: z.int().positive().optional(),
  sku: z.string().optional(),
});
const firstDiscountGiven = discounted.extend({
  /** What it takes off as things lie; the sale says what it came to. */
  amountMinor: count,
  basisPoints: count.optional(),
  /** The id alone: there was one list. */
  reason: growing(['damaged', 'expiring', 'complaint', 'regular', 'other']),
  approvedBy: operatorNumberSchema,
  lent: lentSchema.optional(),
});
const discountGiven = firstDiscountGiven.extend({
  reasonId: reasonIdSchema,
  /** Not in entries of before a store made its own list. */
  reason: reasonTextSchema.optional(),
});

const abandoned = z.object({ saleId: id, lines: count, totalMinor: count });
const secondAbandoned = abandoned.extend(takenBackSchema.shape);
/** With goods in it that came back it may be below zero. */
const saleAbandoned = secondAbandoned.extend({ totalMinor: minor });
const basketHeld = z.object({
  saleId: id,
  name: z.string().max(holdNameMax),
  lines: count,
  totalMinor: count,
});

export const saleFacts = {
  'sale-completed': kind(firstSaleSchema)
    .next(secondSaleSchema, inMainDrawer)
    .next(thirdSaleSchema, ({ lines, ...sale }) => ({ ...sale, lines: saleLinesOf(lines) }))
    .next<SaleBody>(saleBodySchema, (sale) => sale),
  /**
   * Goods went down before they were paid for: a line was removed (`left` is 0), or its quantity or weight lowered. By
   * whose entry it is, whoever put them in and whatever becomes of the basket. Not in the journals of older tills. In
   * version 1 a reason stood by its id alone.
   */
  'line-taken-back': kind(lineDown.extend(firstTakenBackSchema.shape)).next<
    z.infer<typeof lineTakenBack>
  >(lineTakenBack, ({ reason, ...body }) =>
    reason === undefined ? body : { ...body, reasonId: reason },
  ),
  /** A basket with lines was given up before it was paid. */
  'sale-abandoned': kind(abandoned.extend(firstTakenBackSchema.shape))
    .next<z.infer<typeof secondAbandoned>>(secondAbandoned, ({ reason, ...body }) =>
      reason === undefined ? body : { ...body, reasonId: reason },
    )
    .next<z.infer<typeof saleAbandoned>>(saleAbandoned, (body) => body),
  'price-overridden': z.object({
    saleId: id,
    sku: z.string(),
    listPriceMinor: count,
    priceMinor: count,
    approvedBy: operatorNumberSchema,
    lent: lentSchema.optional(),
    /** Where the store asks. */
    reasonId: reasonIdSchema.optional(),
    reason: reasonTextSchema.optional(),
  }),
  /** A basket was put aside for a customer, under a name where it was given one. */
  'basket-held': kind(basketHeld).next(basketHeld.extend({ totalMinor: minor }), (body) => body),
  /**
   * Goods that the sale `of` had sold came back over the counter, at what was paid for them; they count with the sale that
   * takes them.
   */
  'goods-returned': z.object({
    saleId: id,
    of: id,
    lines: z
      .array(z.object({ sku: z.string(), quantity: z.int().negative(), amountMinor: minor }))
      .min(1),
    amountMinor: minor,
    approvedBy: operatorNumberSchema,
    lent: lentSchema.optional(),
  }),
  /** It lies on the counter again. `owner`: who had put it aside, where another took it up. */
  'basket-recalled': z.object({ saleId: id, owner: operatorNumberSchema.optional() }),
  /** This version cannot read it: it was put aside as it is. `name`: under which it had been put aside. */
  'basket-unread': z.object({ saleId: id, name: z.string().max(holdNameMax).optional() }),
  /** Somebody has seen to one of those; it is given up. */
  'basket-seen-to': z.object({ saleId: id }),
  /**
   * A person took something off a line, or, without one, the whole basket; in place of what was taken off before. In
   * version 1 a reason stood by its id alone.
   */
  'discount-given': kind(firstDiscountGiven).next<z.infer<typeof discountGiven>>(
    discountGiven,
    ({ reason, ...body }) => ({ ...body, reasonId: reason }),
  ),
  /** It was taken away again, otherwise than by undoing. `amountMinor`: what the customer owes more. */
  'discount-removed': discounted.extend({ amountMinor: minor }),
  /**
   * An act was undone that had put no goods there; what that takes back is `line-taken-back`. `putBack`: it had been
   * counted as goods taken back, and counts no more.
   */
  'act-undone': z.object({
    saleId: id,
    act: growing(doneKinds),
    sku: z.string().optional(),
    name: namesSchema.optional(),
    /** What the customer owes more for it; below zero, less. */
    amountMinor: minor,
    putBack: z.literal(true).optional(),
  }),
  'receipt-printed': z.object({ saleId: id, copy: z.boolean() }),
} as const;
