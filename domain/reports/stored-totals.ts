/** Totals as they are kept beside the journal, of this version and of those before it. */
import { z } from 'zod';
import { type DayTotals, dayTotalsSchema } from './day-totals.ts';
import { type FigureId, type Tally, tallySchema } from './figures.ts';

/** Before `totalsVersion` 3: each figure a field of its own. */
const fieldsSchema = dayTotalsSchema.omit({ figures: true, byOperator: true }).extend({
  sales: tallySchema,
  pieces: z.int(),
  discountMinor: z.int(),
  roundingMinor: z.int(),
  cash: tallySchema,
  card: tallySchema,
  floatMinor: z.int(),
  voidedLines: z.int(),
  abandoned: z.int(),
  overrides: z.int(),
  drawerOpened: z.int(),
  declined: z.int(),
  reversed: z.int(),
  settledCharged: tallySchema.optional(),
  settledNotCharged: tallySchema.optional(),
});

const versionSchema = z.union([dayTotalsSchema, fieldsSchema]);

/** Throws `ZodError` for what is neither, `SyntaxError` for what is no JSON. */
export function storedTotals(json: string): DayTotals {
  const stored = versionSchema.parse(JSON.parse(json));
  return 'figures' in stored ? stored : fromFields(stored);
}

function fromFields(stored: z.infer<typeof fieldsSchema>): DayTotals {
  const { businessDate, entries, firstSeq, lastSeq, operators, tax, byHourMinor } = stored;
  const many = (count: number) => ({ count, minor: 0 });
  const much = (minor: number) => ({ count: 0, minor });
  const sums: Record<FigureId, Tally> = {
    sales: stored.sales,
    returned: many(0),
    cash: stored.cash,
    card: stored.card,
    wallet: many(0),
    discount: much(0 - stored.discountMinor),
    handDiscounts: many(0),
    rounding: much(stored.roundingMinor),
    paidIn: many(0),
    paidOut: many(0),
    dropped: many(0),
    apart: many(0),
    pieces: many(stored.pieces),
    float: much(stored.floatMinor),
    cashHeld: many(0),
    voidedSales: many(0),
    voidedLines: many(stored.voidedLines),
    abandoned: many(stored.abandoned),
    overrides: many(stored.overrides),
    drawerOpened: many(stored.drawerOpened),
    tendersGivenBack: many(0),
    declined: many(stored.declined),
    reversed: many(stored.reversed),
    settledCharged: stored.settledCharged ?? many(0),
    settledNotCharged: stored.settledNotCharged ?? many(0),
  };
  const figures = Object.fromEntries(
    Object.entries(sums).filter(([, sum]) => sum.count !== 0 || sum.minor !== 0),
  );
  const rest = {
    businessDate,
    entries,
    firstSeq,
    lastSeq,
    operators,
    tax,
    byHourMinor,
    byOperator: {},
  };
  return { ...rest, figures };
}
