/**
 * How a sale stands with its payment: what is due, what was taken of it, what is under way.
 *
 * A fold of what is written down, so that a plug pulled between two tenders is an ordinary state: the sale stands half
 * paid with its goods fixed, and is paid on or given back. Pure; amounts are minor units.
 */
import { z } from 'zod';
import { type AnyFact, factOf, type Place } from '../journal/fact.ts';
import { lineOffSchema } from '../prices/line.ts';
import { tendersFacts } from '../tenders/facts.ts';
import { cashDue, type Tender, tenderSchema } from '../tenders/tender.ts';
import { saleFacts } from './facts.ts';

/** `id`: of a card its attempt. `at`: ms UTC. */
export const takenSchema = z.object({ id: z.uuid(), at: z.int(), tender: tenderSchema });
export type Taken = z.infer<typeof takenSchema>;

/** What the journal says of a sale that is not even, and what was owed of it by the last word. `off`: see `tender-taken`. */
export const halfPaidSchema = z.object({
  saleId: z.uuid(),
  taken: z.array(takenSchema),
  owedMinor: z.int().nonnegative(),
  off: z.array(lineOffSchema).optional(),
});
export type HalfPaid = Readonly<z.infer<typeof halfPaidSchema>>;

export type Settlement = Readonly<{
  saleId: string;
  /** What the goods come to, which are fixed while something is taken. */
  dueMinor: number;
  taken: readonly Taken[];
  /** The attempt that somebody is being asked for now. One that a crash left open never becomes a tender: it is taken back. */
  underWay: string | null;
}>;

/** What somebody offers to pay with; of cash what is handed over. */
export type Offer = Readonly<{ kind: Tender['kind']; amountMinor: number }>;

/** Still to pay, before any rounding. */
export function owed({ dueMinor, taken }: Pick<Settlement, 'dueMinor' | 'taken'>): number {
  return taken.reduce((left, { tender }) => left - tender.amountMinor, dueMinor);
}

/** The same where the rest is paid in cash: only that part is rounded to the smallest coin. */
export function owedInCash(settlement: Settlement, stepMinor: number): number {
  return cashDue(owed(settlement), stepMinor);
}

/** Cash handed over beyond what is owed; nothing but cash is given change for. */
export function changeDue(settlement: Settlement, offer: Offer, stepMinor: number): number {
  if (offer.kind !== 'cash') return 0;
  return Math.max(0, offer.amountMinor - owedInCash(settlement, stepMinor));
}

/** Why an offer cannot be taken, as kinds of `Problem`. */
export type OfferRefusal =
  | 'sale-in-payment'
  | 'nothing-owed'
  | 'tender-over-owed'
  | 'cash-not-in-coins';

/** Null where it may. A part in cash is of whole coins, so that only the last part is rounded. */
export function mayTake(
  settlement: Settlement,
  offer: Offer,
  stepMinor: number,
): OfferRefusal | null {
  if (settlement.underWay !== null) return 'sale-in-payment';
  const owedMinor = owed(settlement);
  if (offer.kind === 'cash') {
    const isRest = offer.amountMinor >= owedInCash(settlement, stepMinor);
    if (isRest) return null;
    if (offer.amountMinor <= 0) return 'nothing-owed';
    return offer.amountMinor % stepMinor === 0 ? null : 'cash-not-in-coins';
  }
  // Nobody else is asked for nothing; what is given away is settled in cash.
  if (owedMinor <= 0 || offer.amountMinor <= 0) return 'nothing-owed';
  return offer.amountMinor > owedMinor ? 'tender-over-owed' : null;
}

/** Whether nothing is owed any more once `tender` is taken. */
export function isEven(settlement: Settlement, tender: Tender, stepMinor: number): boolean {
  const wanted = tender.kind === 'cash' ? owedInCash(settlement, stepMinor) : owed(settlement);
  return tender.amountMinor === wanted;
}

/** All tenders of the sale that `last` makes even, as the sale keeps them. */
export function tendersWith({ taken }: Settlement, last: Tender): Tender[] {
  return [...taken.map(({ id, tender }) => ({ ...tender, takenAs: id })), last];
}

const facts = { ...saleFacts, ...tendersFacts } as const;

/** The half paid sales after one more entry; the same array where it is about none. */
export function foldHalfPaid(
  sales: readonly HalfPaid[],
  any: AnyFact & Pick<Place, 'at'>,
): readonly HalfPaid[] {
  const entry = factOf(facts, any);
  if (!entry) return sales;
  switch (entry.kind) {
    case 'attempt-doubted': {
      // Of a file that was put back: a person says what became of it.
      const { attemptId } = entry.body;
      const sale = sales.find(({ taken }) => taken.some(({ id }) => id === attemptId));
      return sale ? withSale(sales, without(sale, attemptId)) : sales;
    }
    case 'tender-taken': {
      const { saleId, tenderId: id, tender, owedMinor, off } = entry.body;
      const sale = saleIn(sales, saleId) ?? { saleId, taken: [], ...(off && { off }) };
      const taken = [...sale.taken, { id, at: entry.at, tender }];
      return withSale(sales, { ...sale, taken, owedMinor });
    }
    case 'tender-given-back': {
      const { saleId, tenderId, owedMinor } = entry.body;
      const sale = saleIn(sales, saleId);
      return sale ? withSale(sales, { ...without(sale, tenderId), owedMinor }) : sales;
    }
    case 'tender-kept': {
      const { saleId, tenderId } = entry.body;
      const sale = saleIn(sales, saleId);
      return sale ? withSale(sales, without(sale, tenderId)) : sales;
    }
    case 'sale-completed':
    case 'sale-abandoned':
      return sales.some(({ saleId }) => saleId === entry.body.saleId)
        ? sales.filter(({ saleId }) => saleId !== entry.body.saleId)
        : sales;
    default:
      return sales;
  }
}

/** What somebody else was asked for; each is named by its attempt. */
export function attemptPartsOf(sales: readonly HalfPaid[]): Taken[] {
  return sales.flatMap(({ taken }) => taken).filter(({ tender }) => tender.kind !== 'cash');
}

function saleIn(sales: readonly HalfPaid[], saleId: string): HalfPaid | undefined {
  return sales.find((sale) => sale.saleId === saleId);
}

function without(sale: HalfPaid, tenderId: string): HalfPaid {
  return { ...sale, taken: sale.taken.filter(({ id }) => id !== tenderId) };
}

/** One of which nothing is taken is none. */
function withSale(sales: readonly HalfPaid[], sale: HalfPaid): readonly HalfPaid[] {
  const others = sales.filter(({ saleId }) => saleId !== sale.saleId);
  return sale.taken.length === 0 ? others : [...others, sale];
}
