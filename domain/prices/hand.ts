/** What a person takes off, a line or the whole basket: by percent or by amount, with a reason. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { multiplyRounded } from '../basics/money.ts';

export const discountReasons = ['damaged', 'expiring', 'complaint', 'regular', 'other'] as const;
export type DiscountReason = (typeof discountReasons)[number];

export const handDiscountSchema = z.object({
  by: z.union([
    z.strictObject({ basisPoints: z.int().min(1).max(10_000) }),
    z.strictObject({ minor: z.int().positive() }),
  ]),
  reason: growing(discountReasons),
});
export const discountBySchema = handDiscountSchema.shape.by;
export type HandDiscount = z.infer<typeof handDiscountSchema>;

/** How much of `ofMinor` it is, in basis points, rounded up: what the right's limit is held against. */
export function basisPointsOf({ by }: Pick<HandDiscount, 'by'>, ofMinor: number): number {
  if ('basisPoints' in by) return by.basisPoints;
  return ofMinor <= by.minor ? 10_000 : Math.ceil((by.minor * 10_000) / ofMinor);
}

/** What it takes off what costs `totalMinor`; never more than that. */
export function offByHand({ by }: HandDiscount, totalMinor: number): number {
  if ('minor' in by) return Math.min(by.minor, totalMinor);
  return multiplyRounded(totalMinor, by.basisPoints, 10_000);
}

type Line = Readonly<{
  totalMinor: number;
  discounts: readonly Readonly<{ source: string; whole?: true | undefined; minor: number }>[];
}>;

/** What it is taken off: what promotions have left of `lines`, and what the one in whose place it comes took off before. */
export function ofByHand(lines: readonly Line[], isWhole: boolean): number {
  const isReplaced = ({ source, whole }: Line['discounts'][number]) =>
    source === 'hand' && (!isWhole || whole === true);
  return lines.reduce(
    (sum, { totalMinor, discounts }) =>
      discounts.filter(isReplaced).reduce((of, { minor }) => of + minor, sum + totalMinor),
    0,
  );
}
