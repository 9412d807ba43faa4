/** What is written down of card payments and the acquirer. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { isMaskedPan } from '../basics/mask.ts';
import { kind } from '../journal/fact.ts';
import { count, drawerId, id } from '../journal/fields.ts';
import { reasonIdSchema, reasonTextSchema } from '../journal/reasons.ts';
import { lentSchema } from '../people/lent.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { lineOffSchema } from '../prices/line.ts';
import { anyProblemSchema } from '../words/problem.ts';
import { meansSchema } from './means.ts';
import { firstTenderSchema, tenderSchema } from './tender.ts';
import { terminalMarkSchema } from './terminal-mark.ts';

const maskedPan = z.string().refine(isMaskedPan, 'a masked card number');
const stan = z.string().regex(/^\d{6}$/);
const batch = z.string().regex(/^\d{6}$/);
/** At most six bytes: a whole block of eight would tell more about the key than a check needs. */
const kcv = z.string().regex(/^[0-9A-Fa-f]{4,12}$/);
const attemptRef = { attemptId: id };
/** A part of what a sale comes to. `owedMinor`: what is still owed after it. `drawer`: where cash of it lies. */
const part = { saleId: id, tenderId: id, owedMinor: count, drawer: drawerId };
const taken = z.object({
  ...part,
  tender: tenderSchema,
  /** Of a sale's first: with what off its lines it comes to what it does, until it is even or all is given back. */
  off: z.array(lineOffSchema).optional(),
});
const givenBack = z.object({
  ...part,
  tender: tenderSchema,
  /** Not in the journals of older tills. */
  reasonId: reasonIdSchema.optional(),
  reason: reasonTextSchema.optional(),
  /** Who lent the right to hand cash out. */
  approvedBy: operatorNumberSchema.optional(),
  lent: lentSchema.optional(),
});

export const tendersFacts = {
  /** The acquirer gave working keys; they are in the PIN pad and their check values agree. */
  'host-signed-on': z.object({ stan, batch, kcv: z.record(z.string(), kcv) }),
  'attempt-prepared': z.object({
    ...attemptRef,
    saleId: id,
    amountMinor: z.int().positive(),
    currency: z.string().length(3),
    stan,
    batch,
    /** Not in the journals of older tills. */
    means: meansSchema.optional(),
  }),
  /** Written before the first byte of the 0200, or of a terminal's payment, leaves. */
  'attempt-requested': z.object({
    ...attemptRef,
    /** All hidden where a payment terminal tells the card with its approval only. */
    maskedPan,
    entryMode: z.string(),
    /** The last transaction of the payment terminal before this one; see terminal-mark.ts. */
    terminalMark: terminalMarkSchema.optional(),
  }),
  'attempt-approved': z.object({
    ...attemptRef,
    authorisationCode: z.string(),
    /** DE37 of the host, or the mark of the payment terminal's transaction. */
    referenceNumber: z.string(),
    responseCode: z.string(),
    /** Not in the journals of older tills. */
    maskedPan: maskedPan.optional(),
  }),
  /** `not-sent`: it never left the till. */
  'attempt-declined': z.object({
    ...attemptRef,
    responseCode: z.string().nullable(),
    reason: z.enum(['host', 'not-sent']),
    problem: anyProblemSchema,
  }),
  'attempt-unknown': z.object({ ...attemptRef, problem: anyProblemSchema }),
  /** One more try to take it back; `reason` is DE39 of the 0400. */
  'attempt-reversing': z.object({ ...attemptRef, reason: z.enum(['98', 'A0', '06']) }),
  'attempt-reversed': z.object({ ...attemptRef, responseCode: z.string() }),
  /** The money counts for the sale: written with it, or with the `tender-taken` of a part. */
  'attempt-captured': z.object({ ...attemptRef, saleId: id }),
  /** A part of a sale is paid and more is owed; what makes the sale even is written with `sale-completed` alone. */
  'tender-taken': kind(taken.extend({ tender: firstTenderSchema })).next(taken, (body) => body),
  /** Before the sale was even. Cash went back over the counter; any other's attempt is being reversed from here on. */
  'tender-given-back': kind(givenBack.extend({ tender: firstTenderSchema })).next(
    givenBack,
    (body) => body,
  ),
  /**
   * Cash of a half paid sale that no basket stands for any more stays in the drawer: `by` says why, such as that the
   * sale was made where this journal does not reach.
   */
  'tender-kept': z.object({
    saleId: id,
    tenderId: id,
    tender: tenderSchema,
    drawer: drawerId,
    reason: z.string().max(200),
    by: operatorNumberSchema,
    lent: lentSchema.optional(),
  }),
  /** Open, or a part of a half paid sale, in a file that was put back or a journal that was followed by another: it may have ended since. */
  'attempt-doubted': z.object({ ...attemptRef }),
  /** No answer came and none will: `by` says what happened. The figures repeat the attempt's, for the statement. */
  'attempt-settled': z.object({
    ...attemptRef,
    outcome: z.enum(['charged', 'not-charged']),
    amountMinor: z.int().positive(),
    currency: z.string().length(3),
    maskedPan: maskedPan.nullable(),
    stan,
    batch,
    /** Number of the slip or of the statement's line; null where there is none. */
    slip: z.string().max(40).nullable(),
    reason: z.string().max(200),
    by: operatorNumberSchema,
    lent: lentSchema.optional(),
  }),
} as const;
