/** What a person takes off, a line or the whole basket: by percent or by amount, with a reason. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { multiplyRounded } from '../basics/money.ts';

export const discountReasons = ['damaged', 'near-date', 'complaint', 'regular', 'other'] as const;
export type DiscountReason = (typeof discountReasons)[number];

export const handDiscountSchema = z.object({
  by: z.union([
    z.strictObject({ basisPoints: z.int().min(1).max(10_000) }),
    z.strictObject({ minor: z.int().positive() }),
  ]),
  reason: growing(discountReasons),
});
export type HandDiscount = z.infer<typeof handDiscountSchema>;

/** What it takes off what costs `totalMinor`; never more than that. */
export function offByHand({ by }: HandDiscount, totalMinor: number): number {
  if ('minor' in by) return Math.min(by.minor, totalMinor);
  return multiplyRounded(totalMinor, by.basisPoints, 10_000);
}
