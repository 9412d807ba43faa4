/**
 * The auditor's own books of payments: what was put on the counter, what the cashier read, what the journal says was
 * sold, and what the customers' banks or the terminal say was charged. It shares no arithmetic with the till.
 */

import type { PaymentView } from '../../../domain/contract/ipc.ts';
import type { ExportedEntry } from '../../../domain/journal/chain.ts';
import type { SaleBody } from '../../../domain/sale/facts.ts';

export type Payment = Readonly<{ number: number; saleId: string; dueMinor: number }>;

export type Books = ReturnType<typeof createBooks>;

export function createBooks() {
  const findings: string[] = [];
  const sold = new Map<string, number>();
  const numbers = new Map<string, string>();
  const counts: Record<string, number> = {};
  const readIds = new Set<string>();
  const approved = new Set<string>();
  const captured = new Set<string>();
  /** Charged, by a manager's word, for nothing that was sold: given back outside the till. */
  const handedBack = new Map<string, number>();
  let soldMinor = 0;

  const find = (what: string): void => {
    findings.push(what);
  };

  const expectedMinor = (): number => {
    let minor = soldMinor;
    for (const [attemptId, amount] of handedBack) if (!captured.has(attemptId)) minor += amount;
    return minor;
  };

  return {
    findings,
    counts,
    find,
    count: (what: string) => {
      counts[what] = (counts[what] ?? 0) + 1;
    },
    soldMinor: () => soldMinor,
    sold: () => sold.size,

    /** Whether the journal, or one that was put aside, has a sale for this attempt. */
    isCaptured: (attemptId: string) => captured.has(attemptId),

    /**
     * Reads what the till has written: each sale once, each number towards the acquirer once. What it has read before, or
     * in another journal that this one goes on from, it knows again by its id.
     */
    read: (entries: readonly ExportedEntry[]) => {
      for (const { id, kind, body, seq } of entries) {
        if (readIds.has(id)) continue;
        readIds.add(id);
        if (kind === 'attempt-captured') captured.add(String(body.attemptId));
        if (kind === 'attempt-settled' && body.outcome === 'charged') {
          handedBack.set(String(body.attemptId), Number(body.amountMinor));
        }
        if (kind === 'attempt-prepared') {
          const { attemptId, stan, batch } = body as Record<string, string>;
          const known = numbers.get(`${batch}/${stan}`);
          if (known) find(`entry ${seq}: trace number ${batch}/${stan} of ${known} is used again`);
          numbers.set(`${batch}/${stan}`, attemptId ?? '');
        }
        if (kind !== 'sale-completed') continue;
        const { saleId, totalMinor, tenders } = body as unknown as SaleBody;
        const sumOf = (list: typeof tenders) => list.reduce((sum, one) => sum + one.amountMinor, 0);
        const byCard = sumOf(tenders.filter((one) => one.kind === 'card'));
        if (sumOf(tenders) !== totalMinor) find(`entry ${seq}: sale ${saleId} is not even`);
        if (sold.has(saleId)) find(`entry ${seq}: sale ${saleId} is booked twice`);
        sold.set(saleId, byCard);
        soldMinor += byCard;
      }
    },

    /** What the cashier read must be what the journal says. `view` is null where the till died over it. */
    hear: ({ number, saleId, dueMinor }: Payment, view: PaymentView | null) => {
      const isSold = sold.has(saleId);
      if (isSold && sold.get(saleId) !== dueMinor) {
        find(`payment ${number}: ${dueMinor} on the counter, ${sold.get(saleId)} in the journal`);
      }
      if (view === null) return;
      const says = view.stage === 'approved';
      if (says) approved.add(saleId);
      if (says !== isSold) {
        find(`payment ${number}: the cashier read ${view.stage}, sold is ${isSold}`);
      }
      if (view.amountMinor !== dueMinor) {
        find(`payment ${number}: ${dueMinor} on the counter, ${view.amountMinor} asked for`);
      }
    },

    /** What the acquirer should have: what was sold, and what a manager found charged without a sale. */
    expectedMinor,

    /** Nothing is under way: what was charged is what was sold. */
    compare: (number: number, chargedMinor: number) => {
      if (chargedMinor === expectedMinor()) return;
      find(`after payment ${number}: charged ${chargedMinor}, sold ${expectedMinor()}`);
    },

    /** All is synced: whatever the cashier saw approved, and any journal says was sold, the office has once. */
    compareOffice: (saleIds: readonly string[]) => {
      const there = new Set(saleIds);
      if (there.size !== saleIds.length) find('the office has a sale twice');
      for (const saleId of new Set([...sold.keys(), ...approved])) {
        if (!there.has(saleId)) find(`the office has not heard of sale ${saleId}`);
      }
      for (const saleId of there) {
        if (!sold.has(saleId)) find(`the office has sale ${saleId}, which no till made`);
      }
    },
  };
}
