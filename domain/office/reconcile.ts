/** Two sets of books, and where they part: the till's and the back office's. */
import { z } from 'zod';
import type { DayTotals } from '../reports/day-totals.ts';

/** What is compared for one business date. */
export const dayDigestSchema = z.object({
  businessDate: z.iso.date(),
  entries: z.int().nonnegative(),
  lastSeq: z.int().nonnegative(),
  sales: z.int().nonnegative(),
  salesMinor: z.int(),
  cashMinor: z.int(),
  cardMinor: z.int(),
});
export type DayDigest = z.infer<typeof dayDigestSchema>;

export function digestOf(totals: DayTotals): DayDigest {
  return {
    businessDate: totals.businessDate,
    entries: totals.entries,
    lastSeq: totals.lastSeq,
    sales: totals.sales.count,
    salesMinor: totals.sales.minor,
    cashMinor: totals.cash.minor,
    cardMinor: totals.card.minor,
  };
}

export type BookDifference = Readonly<{
  businessDate: string;
  what: keyof Omit<DayDigest, 'businessDate'> | 'missing-here' | 'missing-there';
  here: number;
  there: number;
}>;

/** Every difference, by date; empty when the books agree. */
export function reconcile(
  here: readonly DayDigest[],
  there: readonly DayDigest[],
): BookDifference[] {
  const dates = [...new Set([...here, ...there].map((digest) => digest.businessDate))].sort();
  return dates.flatMap((businessDate): BookDifference[] => {
    const ours = here.find((digest) => digest.businessDate === businessDate);
    const theirs = there.find((digest) => digest.businessDate === businessDate);
    if (!ours || !theirs) {
      return [
        {
          businessDate,
          what: ours ? 'missing-there' : 'missing-here',
          here: ours?.entries ?? 0,
          there: theirs?.entries ?? 0,
        },
      ];
    }
    const compared = [
      'entries',
      'lastSeq',
      'sales',
      'salesMinor',
      'cashMinor',
      'cardMinor',
    ] as const;
    return compared
      .filter((what) => ours[what] !== theirs[what])
      .map((what) => ({ businessDate, what, here: ours[what], there: theirs[what] }));
  });
}
