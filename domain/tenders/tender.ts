/** How a sale is paid: by one tender or several. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { isMaskedPan } from '../basics/mask.ts';
import { roundToStep } from '../basics/money.ts';
import { wallets } from '../basics/payment-code.ts';

/** Of a tender that was taken before the sale was even: its `tender-taken` entry. Absent: it came with the sale. */
const takenAs = z.uuid().optional();

const cashOrCard = [
  z.object({
    kind: z.literal('cash'),
    takenAs,
    /** What the customer owes in cash, after rounding to the smallest coin; below zero, what is paid out to them. */
    amountMinor: z.int(),
    /** What the customer handed over: nothing where they are paid. */
    tenderedMinor: z.int().nonnegative(),
    /** What they were handed. */
    changeMinor: z.int().nonnegative(),
  }),
  z.object({
    kind: z.literal('card'),
    takenAs,
    amountMinor: z.int().positive(),
    attemptId: z.string(),
    /** First six and last four digits only. */
    maskedPan: z.string().refine(isMaskedPan, 'a masked card number'),
    authorisationCode: z.string(),
    referenceNumber: z.string(),
  }),
] as const;
/** As tills wrote them before they took wallets. */
export const firstTenderSchema = z.discriminatedUnion('kind', cashOrCard);

export const tenderSchema = z.discriminatedUnion('kind', [
  ...cashOrCard,
  z.object({
    kind: z.literal('wallet'),
    takenAs,
    amountMinor: z.int().positive(),
    /** The order's number, too. */
    attemptId: z.string(),
    wallet: growing(wallets),
    /** The last four digits of the payment code. */
    maskedCode: z.string().refine(isMaskedPan, 'a masked payment code'),
    /** The acquirer's own number. */
    referenceNumber: z.string(),
  }),
]);
export type Tender = z.infer<typeof tenderSchema>;

/** Notes and coins of the renminbi, in fen, largest first. */
export const cnyDenominations = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10] as const;

/** What is owed when paid in cash: the total to the nearest coin the store still gives out. */
export function cashDue(dueMinor: number, stepMinor: number): number {
  return roundToStep(dueMinor, stepMinor);
}

/**
 * Whether nobody hands over so much for so little: more than the largest note beyond what is owed is another number than
 * the one that was meant, a code's or one with a digit too many.
 */
export function isUnusualTender(tenderedMinor: number, dueMinor: number): boolean {
  return tenderedMinor - dueMinor >= cnyDenominations[0];
}

/**
 * Amounts a customer is likely to hand over for `dueMinor`: the exact sum, then the next round sums up to the next
 * hundred, at most `count`, rising.
 */
export function quickAmounts(dueMinor: number, count = 5): number[] {
  if (dueMinor <= 0) return [];
  const rounded = [100, 500, 1_000, 2_000, 5_000, 10_000].map(
    (note) => Math.ceil(dueMinor / note) * note,
  );
  // They rise by themselves: whatever lies below the next twenty and is a fifty is a ten too.
  return [...new Set([dueMinor, ...rounded])].slice(0, count);
}
