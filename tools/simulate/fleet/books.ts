/** What a till of the fleet knows it has written, summed by itself: the back office must come to the same. */
import type { Fact } from '../../../domain/contract/entry.ts';
import type { DayDigest } from '../../../domain/office/reconcile.ts';

type Sum = {
  businessDate: string;
  entries: number;
  lastSeq: number;
  sales: number;
  salesMinor: number;
  cashMinor: number;
  cardMinor: number;
};

export type Books = Readonly<{
  note(businessDate: string, seq: number, fact: Fact): void;
  of(businessDate: string): Readonly<Sum>;
  /** By date, oldest first. */
  all(): readonly Readonly<Sum>[];
  /** Whether the back office says the same of a date. */
  agree(theirs: DayDigest): boolean;
}>;

export function openBooks(): Books {
  const sums = new Map<string, Sum>();
  const of = (businessDate: string): Sum =>
    sums.get(businessDate) ?? {
      businessDate,
      entries: 0,
      lastSeq: 0,
      sales: 0,
      salesMinor: 0,
      cashMinor: 0,
      cardMinor: 0,
    };
  return {
    of,
    note: (businessDate, seq, fact) => {
      const sum = of(businessDate);
      sums.set(businessDate, sum);
      sum.entries += 1;
      sum.lastSeq = seq;
      if (fact.kind !== 'sale-completed') return;
      sum.sales += 1;
      sum.salesMinor += fact.body.totalMinor;
      for (const { kind, amountMinor } of fact.body.tenders) {
        sum[kind === 'cash' ? 'cashMinor' : 'cardMinor'] += amountMinor;
      }
    },
    all: () => [...sums.values()].sort((a, b) => (a.businessDate < b.businessDate ? -1 : 1)),
    agree: ({ businessDate, entries, lastSeq, sums: theirs }) => {
      const ours = of(businessDate);
      return (
        ours.entries === entries &&
        ours.lastSeq === lastSeq &&
        ours.sales === theirs['sales.count'] &&
        ours.salesMinor === theirs['sales.minor'] &&
        ours.cashMinor === theirs['cash.minor'] &&
        ours.cardMinor === theirs['card.minor']
      );
    },
  };
}
