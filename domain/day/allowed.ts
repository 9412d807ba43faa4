/**
 * What people have allowed, themselves or others, since the last Z of a business date: a limit is one of the session, and
 * is not passed in parts.
 */
import { z } from 'zod';
import { cashFacts } from '../cash/facts.ts';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import type { LimitName } from '../people/right.ts';
import { dayFacts } from './facts.ts';

/** The limits that amounts of a session are summed for. */
export type SummedLimit = Extract<LimitName, 'payOutMinor' | 'cashDifferenceMinor'>;

/** Business date → number of whoever allowed it → limit → minor units. */
export const allowedSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ payOutMinor: z.int(), cashDifferenceMinor: z.int() })),
);
export type Allowed = Readonly<z.infer<typeof allowedSchema>>;

const facts = { ...cashFacts, ...dayFacts };

/** With one more entry of the journal; the same object where it is not about it. */
export function foldAllowed(
  allowed: Allowed,
  any: AnyFact & Pick<Place, 'operator' | 'businessDate'>,
): Allowed {
  const fact = factOf(facts, any);
  switch (fact?.kind) {
    case 'cash-paid-out':
      return plus(allowed, fact, 'payOutMinor', fact.body.amountMinor);
    case 'drawer-handed-over':
      return plus(allowed, fact, 'cashDifferenceMinor', Math.abs(fact.body.differenceMinor));
    case 'day-closed': {
      const { [fact.body.closedDate]: _, ...open } = allowed;
      return open;
    }
    default:
      return allowed;
  }
}

type Act = Pick<Place, 'operator' | 'businessDate'> &
  Readonly<{ body: Readonly<{ approvedBy?: string | undefined }> }>;

function plus(
  allowed: Allowed,
  { operator, businessDate, body }: Act,
  limit: SummedLimit,
  minor: number,
): Allowed {
  const by = body.approvedBy ?? operator;
  if (by === null || minor === 0) return allowed;
  const session = allowed[businessDate] ?? {};
  const sums = session[by] ?? { payOutMinor: 0, cashDifferenceMinor: 0 };
  return {
    ...allowed,
    [businessDate]: { ...session, [by]: { ...sums, [limit]: sums[limit] + minor } },
  };
}
