/**
 * The figures of a business date: one row here for each, and every surface is drawn from the rows. Paper, the page, the
 * console, CSV and the digest that till and back office compare ask this table what there is; its word is
 * `paper.<id>` on every one of them. A new figure is a row and a word.
 *
 * An id never changes what it means: a figure that is to be counted otherwise gets another one.
 */
import { z } from 'zod';
import { cashFacts } from '../cash/facts.ts';
import type { FactOf } from '../journal/fact.ts';
import { mainDrawer } from '../journal/fields.ts';
import { type SaleBody, saleFacts } from '../sale/facts.ts';
import { tendersFacts } from '../tenders/facts.ts';
import type { Tender } from '../tenders/tender.ts';

/** The kinds of entries that figures are made of. */
export const figureFacts = { ...saleFacts, ...cashFacts, ...tendersFacts } as const;
export type FigureFact = FactOf<typeof figureFacts>;

/** How often, and how much in minor units. */
export const tallySchema = z.object({ count: z.int(), minor: z.int() });
export type Tally = z.infer<typeof tallySchema>;

/** What a figure is with one more fact; the same object where the fact is not about it. */
type Fold = (sum: Tally, fact: FigureFact) => Tally;

/**
 * Where surfaces show it: what was sold and how it was paid, what was taken off, what cash moved without a sale, what was
 * handed over the counter, what lies in the drawer, and what somebody may want to ask about.
 */
export type FigureSection = 'sold' | 'paid' | 'off' | 'moved' | 'goods' | 'drawer' | 'asked';

export type Figure = Readonly<{
  section: FigureSection;
  shows: 'count' | 'minor' | 'both';
  fold: Fold;
  /** What it sums to lies in the drawer. */
  inDrawer?: true;
  /** It gives the expected cash away: left out until the drawer is counted. */
  hiddenBlind?: true;
  /** Shown only where there is something. */
  rare?: true;
}>;

const none: Tally = { count: 0, minor: 0 };
const plus = (sum: Tally, count: number, minor: number): Tally =>
  count === 0 && minor === 0 ? sum : { count: sum.count + count, minor: sum.minor + minor };

/** Of each sale: how often and how much it adds. */
const ofSales =
  (read: (sale: SaleBody) => Tally): Fold =>
  (sum, fact) => {
    if (fact.kind !== 'sale-completed') return sum;
    const { count, minor } = read(fact.body);
    return plus(sum, count, minor);
  };
const paidWith = (kind: Tender['kind']): Fold =>
  ofSales(({ tenders }) =>
    tenders.reduce((sum, one) => (one.kind === kind ? plus(sum, 1, one.amountMinor) : sum), none),
  );
/** Cash of sales that are not even: it lies in the drawer, and is counted as `cash` with its sale. */
const cashHeld: Fold = (sum, fact) => {
  switch (fact.kind) {
    case 'tender-taken':
      return fact.body.tender.kind === 'cash' ? plus(sum, 1, fact.body.tender.amountMinor) : sum;
    case 'tender-given-back':
      return fact.body.tender.kind === 'cash' ? plus(sum, -1, -fact.body.tender.amountMinor) : sum;
    case 'sale-completed':
      return fact.body.tenders.reduce(
        (held, { kind, takenAs, amountMinor }) =>
          kind === 'cash' && takenAs !== undefined ? plus(held, -1, -amountMinor) : held,
        sum,
      );
    default:
      return sum;
  }
};
const often =
  (kind: FigureFact['kind']): Fold =>
  (sum, fact) =>
    fact.kind === kind ? plus(sum, 1, 0) : sum;
const settledAs =
  (outcome: 'charged' | 'not-charged'): Fold =>
  (sum, fact) =>
    fact.kind === 'attempt-settled' && fact.body.outcome === outcome
      ? plus(sum, 1, fact.body.amountMinor)
      : sum;
const takenBack: Fold = (sum, fact) => {
  if (fact.kind === 'line-taken-back') return plus(sum, 1, 0);
  if (fact.kind === 'act-undone') return fact.body.putBack ? plus(sum, -1, 0) : sum;
  return fact.kind === 'sale-completed' ? plus(sum, fact.body.voidedLines, 0) : sum;
};
const overridden: Fold = (sum, fact) => {
  if (fact.kind === 'price-overridden') return plus(sum, 1, 0);
  return fact.kind === 'act-undone' && fact.body.act === 'override-price' ? plus(sum, -1, 0) : sum;
};

const moved =
  (kind: 'cash-paid-in' | 'cash-paid-out' | 'cash-dropped', sign: 1 | -1): Fold =>
  (sum, fact) =>
    fact.kind === kind ? plus(sum, 1, sign * fact.body.amountMinor) : sum;

const movement = { section: 'moved', shows: 'both', inDrawer: true, rare: true } as const;

/** In the order in which every surface shows them. */
export const figures = {
  sales: {
    section: 'sold',
    shows: 'both',
    hiddenBlind: true,
    fold: ofSales(({ totalMinor }) => ({ count: 1, minor: totalMinor })),
  },
  /** Of these, what came back: lines of it, below zero. */
  returned: {
    section: 'sold',
    shows: 'both',
    hiddenBlind: true,
    rare: true,
    fold: ofSales(({ lines }) =>
      lines.reduce(
        (sum, { kind, totalMinor }) => (kind === 'return' ? plus(sum, 1, totalMinor) : sum),
        none,
      ),
    ),
  },
  cash: {
    section: 'paid',
    shows: 'both',
    hiddenBlind: true,
    inDrawer: true,
    fold: paidWith('cash'),
  },
  card: { section: 'paid', shows: 'both', fold: paidWith('card') },
  wallet: { section: 'paid', shows: 'both', rare: true, fold: paidWith('wallet') },
  /** Negative: what customers did not have to pay. */
  discount: {
    section: 'off',
    shows: 'minor',
    fold: ofSales(({ discountMinor }) => ({ count: 0, minor: 0 - discountMinor })),
  },
  /** Of the discount, what people took off by hand. */
  handDiscounts: {
    section: 'off',
    shows: 'both',
    rare: true,
    fold: ofSales(({ lines }) => {
      const byHand = lines.flatMap(({ discounts }) =>
        discounts.filter(({ source }) => source === 'hand'),
      );
      const minor = byHand.reduce((sum, each) => sum - each.minor, 0);
      return { count: byHand.length === 0 ? 0 : 1, minor };
    }),
  },
  rounding: {
    section: 'off',
    shows: 'minor',
    fold: ofSales(({ roundingMinor }) => ({ count: 0, minor: roundingMinor })),
  },
  paidIn: { ...movement, fold: moved('cash-paid-in', 1) },
  /** Negative, as what went to the safe. */
  paidOut: { ...movement, fold: moved('cash-paid-out', -1) },
  dropped: { ...movement, fold: moved('cash-dropped', -1) },
  /** What was missing or over at handovers: what was counted then is what lies there. */
  apart: {
    ...movement,
    fold: (sum, fact) =>
      fact.kind === 'drawer-handed-over' ? plus(sum, 1, fact.body.differenceMinor) : sum,
  },
  pieces: {
    section: 'goods',
    shows: 'count',
    fold: ofSales(({ pieces }) => ({ count: pieces, minor: 0 })),
  },
  /** Folded by drawer, see `withFloat`. */
  float: { section: 'drawer', shows: 'minor', inDrawer: true, fold: (sum) => sum },
  cashHeld: {
    section: 'drawer',
    shows: 'both',
    hiddenBlind: true,
    inDrawer: true,
    rare: true,
    fold: cashHeld,
  },
  voidedSales: {
    section: 'asked',
    shows: 'both',
    rare: true,
    fold: ofSales(({ voids, totalMinor }) =>
      voids === undefined ? none : { count: 1, minor: totalMinor },
    ),
  },
  voidedLines: { section: 'asked', shows: 'count', fold: takenBack },
  abandoned: { section: 'asked', shows: 'count', fold: often('sale-abandoned') },
  overrides: { section: 'asked', shows: 'count', fold: overridden },
  drawerOpened: { section: 'asked', shows: 'count', fold: often('drawer-opened') },
  tendersGivenBack: {
    section: 'asked',
    shows: 'both',
    rare: true,
    fold: (sum, fact) =>
      fact.kind === 'tender-given-back' ? plus(sum, 1, fact.body.tender.amountMinor) : sum,
  },
  declined: { section: 'asked', shows: 'count', fold: often('attempt-declined') },
  reversed: { section: 'asked', shows: 'count', fold: often('attempt-reversed') },
  /** Somebody must look for them on the acquirer's statement. */
  settledCharged: { section: 'asked', shows: 'both', rare: true, fold: settledAs('charged') },
  settledNotCharged: {
    section: 'asked',
    shows: 'both',
    rare: true,
    fold: settledAs('not-charged'),
  },
} as const satisfies Readonly<Record<string, Figure>>;

export type FigureId = keyof typeof figures;
type Row = Readonly<{ id: FigureId; figure: Figure }>;

const rows: readonly Row[] = (Object.keys(figures) as FigureId[]).map((id) => ({
  id,
  figure: figures[id],
}));

/** The rows of these sections, in the table's order. */
export function figuresIn(...sections: readonly FigureSection[]): readonly Row[] {
  return rows.filter(({ figure }) => sections.includes(figure.section));
}

/** Id → what it sums to. Nothing yet where an id is missing; an id of a newer version may stand there too. */
export const figureSumsSchema = z.record(z.string(), tallySchema);
export type FigureSums = Readonly<Record<string, Tally>>;

/**
 * Counted again at a later sign-in of the day, the newest count of each drawer stands; the float is what all hold. What
 * lies in a drawer beside the main one is kept under its own id.
 */
function withFloat(sums: FigureSums, fact: FigureFact): FigureSums {
  if (fact.kind !== 'float-counted') return sums;
  const { drawer, amountMinor: minor } = fact.body;
  const beside = Object.entries(sums).filter(([id]) => id.startsWith(floatBeside));
  const besideMinor = beside.reduce((sum, [, tally]) => sum + tally.minor, 0);
  if (drawer === mainDrawer) return { ...sums, float: { count: 0, minor: minor + besideMinor } };
  const own = floatBeside + drawer;
  const others = (sums.float ?? none).minor - (sums[own] ?? none).minor;
  return { ...sums, [own]: { count: 0, minor }, float: { count: 0, minor: others + minor } };
}
const floatBeside = 'float in ';

/** The sums with one more fact. */
export function foldFigures(sums: FigureSums, fact: FigureFact): FigureSums {
  return foldRows(rows, withFloat(sums, fact), fact);
}

/** The sums of whoever's the fact is: what they sold, how it was paid, and what cash they moved. */
export function foldOwn(sums: FigureSums, fact: FigureFact): FigureSums {
  return foldRows(ofOperators, sums, fact);
}
const ofOperators = figuresIn('sold', 'paid', 'off', 'moved');

function foldRows(of: readonly Row[], sums: FigureSums, fact: FigureFact): FigureSums {
  let next = sums;
  for (const { id, figure } of of) {
    const before = sums[id] ?? none;
    const after = figure.fold(before, fact);
    if (after !== before) next = { ...next, [id]: after };
  }
  return next;
}

export function figureOf(
  { figures: sums }: Readonly<{ figures: FigureSums }>,
  id: FigureId,
): Tally {
  return sums[id] ?? none;
}

/** Whether a surface has a row for it: what is rare only where there is something. */
export function isShown({ id, figure }: Row, totals: Readonly<{ figures: FigureSums }>): boolean {
  const { count, minor } = figureOf(totals, id);
  return figure.rare !== true || count !== 0 || minor !== 0;
}

/** Sum of what lies in the drawer, in minor units. */
export function drawerSum(sums: FigureSums): number {
  return rows.reduce(
    (sum, { id, figure }) => sum + (figure.inDrawer ? (sums[id]?.minor ?? 0) : 0),
    0,
  );
}

/** Without what a blind count may not know. */
export function blindSums(sums: FigureSums): FigureSums {
  const hidden = new Set<string>(
    rows.filter(({ figure }) => figure.hiddenBlind).map(({ id }) => id),
  );
  return Object.fromEntries(Object.entries(sums).filter(([id]) => !hidden.has(id)));
}
