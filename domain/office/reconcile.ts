/** Two sets of books, and where they part: the till's and the back office's. */
import { z } from 'zod';
import { type DayTotals, totalsVersion } from '../reports/day-totals.ts';
import { figureOf, figuresIn } from '../reports/figures.ts';

const headSchema = z.object({
  businessDate: z.iso.date(),
  /** Which version of the fold made the sums; see `totalsVersion`. Not from a back office that does not say. */
  fold: z.int().optional(),
  entries: z.int().nonnegative(),
  lastSeq: z.int().nonnegative(),
});

/** What is compared for one business date. `sums`: figure and what of it, as in `cash.minor`. */
export const dayDigestSchema = headSchema.extend({ sums: z.record(z.string(), z.int()) });
export type DayDigest = z.infer<typeof dayDigestSchema>;

/** As tills before ask for it, and a back office before answers: with a field for each figure there was then. */
export const fieldDigestSchema = headSchema.extend({
  sales: z.int().nonnegative(),
  salesMinor: z.int(),
  cashMinor: z.int(),
  cardMinor: z.int(),
});
export type FieldDigest = z.infer<typeof fieldDigestSchema>;

/** What sales and cash add up to; all of it comes of entries that every version knows. */
export function digestOf(totals: DayTotals): DayDigest {
  const { businessDate, entries, lastSeq } = totals;
  const sums: Record<string, number> = {};
  for (const { id, figure } of figuresIn('sold', 'paid', 'off', 'moved')) {
    const { count, minor } = figureOf(totals, id);
    if (figure.shows !== 'minor') sums[`${id}.count`] = count;
    sums[`${id}.minor`] = minor;
  }
  return { businessDate, fold: totalsVersion, entries, lastSeq, sums };
}

export function fieldDigestOf(totals: DayTotals): FieldDigest {
  const { businessDate, entries, lastSeq } = totals;
  return {
    businessDate,
    entries,
    lastSeq,
    sales: figureOf(totals, 'sales').count,
    salesMinor: figureOf(totals, 'sales').minor,
    cashMinor: figureOf(totals, 'cash').minor,
    cardMinor: figureOf(totals, 'card').minor,
  };
}

/** Whichever way it was said. */
export function readDigest(digest: DayDigest | FieldDigest): DayDigest {
  if ('sums' in digest) return digest;
  const { businessDate, entries, lastSeq, sales, salesMinor, cashMinor, cardMinor } = digest;
  const sums = {
    'sales.count': sales,
    'sales.minor': salesMinor,
    'cash.minor': cashMinor,
    'card.minor': cardMinor,
  };
  return { businessDate, entries, lastSeq, sums };
}

export type BookDifference = Readonly<{
  businessDate: string;
  /** `entries`, `lastSeq`, `missing-here`, `missing-there`, or a figure as in `cash.minor`. */
  what: string;
  here: number;
  there: number;
}>;

/** Every difference, by date; empty when the books agree. What only one side knows of is not compared. */
export function reconcile(
  here: readonly DayDigest[],
  there: readonly DayDigest[],
): BookDifference[] {
  const dates = [...new Set([...here, ...there].map((digest) => digest.businessDate))].sort();
  return dates.flatMap((businessDate): BookDifference[] => {
    const ours = here.find((digest) => digest.businessDate === businessDate);
    const theirs = there.find((digest) => digest.businessDate === businessDate);
    if (!ours || !theirs) {
      const what = ours ? 'missing-there' : 'missing-here';
      return [{ businessDate, what, here: ours?.entries ?? 0, there: theirs?.entries ?? 0 }];
    }
    const isAlike = foldAlike(ours, theirs);
    const other = comparedIn(theirs, isAlike);
    return [...comparedIn(ours, isAlike)].flatMap(([what, figure]) => {
      const said = other.get(what);
      return said === undefined || said === figure
        ? []
        : [{ businessDate, what, here: figure, there: said }];
    });
  });
}

/** A side that does not say its version has the four fields only, which every version folds alike. */
function foldAlike(ours: DayDigest, theirs: DayDigest): boolean {
  return ours.fold === theirs.fold || ours.fold === undefined || theirs.fold === undefined;
}

/** Sums of another version may differ without a fault; how many entries there are is the same to every version. */
function comparedIn({ entries, lastSeq, sums }: DayDigest, isAlike: boolean): Map<string, number> {
  const counted: [string, number][] = [
    ['entries', entries],
    ['lastSeq', lastSeq],
  ];
  return new Map([...counted, ...(isAlike ? Object.entries(sums) : [])]);
}
