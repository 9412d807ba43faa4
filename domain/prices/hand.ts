/** What a person takes off, a line or the whole basket: by percent or by amount, with a reason. */
import { z } from 'zod';
import { multiplyRounded } from '../basics/money.ts';
import { reasonIdSchema } from '../journal/reasons.ts';
import { operatorNumberSchema } from '../people/operator.ts';

export const handDiscountSchema = z.object({
  by: z.union([
    z.strictObject({ basisPoints: z.int().min(1).max(10_000) }),
    z.strictObject({ minor: z.int().positive() }),
  ]),
  reasonId: reasonIdSchema,
  /** What it was taken off when it was allowed. */
  ofMinor: z.int().nonnegative(),
  /** Not of baskets that an older till has put there. */
  allowedBy: operatorNumberSchema.optional(),
});
export const discountBySchema = handDiscountSchema.shape.by;
export type HandDiscount = z.infer<typeof handDiscountSchema>;

/** How much of `ofMinor` it is, in basis points, rounded up: what the right's limit is held against. */
export function basisPointsOf({ by }: Pick<HandDiscount, 'by'>, ofMinor: number): number {
  if ('basisPoints' in by) return by.basisPoints;
  return ofMinor <= by.minor ? 10_000 : Math.ceil((by.minor * 10_000) / ofMinor);
}

/** What was allowed, in minor units. */
export function allowedOff({ by, ofMinor }: Pick<HandDiscount, 'by' | 'ofMinor'>): number {
  if ('minor' in by) return Math.min(by.minor, ofMinor);
  return multiplyRounded(ofMinor, by.basisPoints, 10_000);
}

/**
 * What it takes off what costs `totalMinor` by now: of more goods no greater amount than was allowed, of fewer no greater
 * share.
 */
export function offByHand(discount: HandDiscount, totalMinor: number): number {
  const { by, ofMinor } = discount;
  const allowed = allowedOff(discount);
  if (totalMinor >= ofMinor || ofMinor === 0) return allowed;
  if ('basisPoints' in by) return multiplyRounded(totalMinor, by.basisPoints, 10_000);
  return Number((BigInt(totalMinor) * BigInt(allowed)) / BigInt(ofMinor));
}

type Line = Readonly<{
  totalMinor: number;
  discounts: readonly Readonly<{ source: string; whole?: true | undefined; minor: number }>[];
}>;

/** What `number` has allowed off the lines by hand, of each, and as their share of what is `wholeBy`'s off the whole. */
export function offAllowedBy(
  lines: readonly (Line & Readonly<{ hand?: HandDiscount | undefined }>)[],
  wholeBy: string | undefined,
  number: string,
): number {
  return lines
    .flatMap(({ hand, discounts }) =>
      discounts.filter(
        ({ source, whole }) => source === 'hand' && (whole ? wholeBy : hand?.allowedBy) === number,
      ),
    )
    .reduce((sum, { minor }) => sum + minor, 0);
}

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
