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
  let soldMinor = 0;

  const find = (what: string): void => {
    findings.push(what);
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

    /** Reads what the till has written since: each sale once, each number towards the acquirer once. */
    read: (entries: readonly ExportedEntry[]) => {
      for (const { kind, body, seq } of entries) {
        if (kind === 'attempt-prepared') {
          const { attemptId, stan, batch } = body as Record<string, string>;
          const known = numbers.get(`${batch}/${stan}`);
          if (known) find(`entry ${seq}: trace number ${batch}/${stan} of ${known} is used again`);
          numbers.set(`${batch}/${stan}`, attemptId ?? '');
        }
        if (kind !== 'sale-completed') continue;
        const { saleId, totalMinor, tenders } = body as unknown as SaleBody;
        if (tenders[0]?.kind !== 'card') continue;
        if (sold.has(saleId)) find(`entry ${seq}: sale ${saleId} is booked twice`);
        sold.set(saleId, totalMinor);
        soldMinor += totalMinor;
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
      if (says !== isSold) {
        find(`payment ${number}: the cashier read ${view.stage}, sold is ${isSold}`);
      }
      if (view.amountMinor !== dueMinor) {
        find(`payment ${number}: ${dueMinor} on the counter, ${view.amountMinor} asked for`);
      }
    },

    /** Nothing is under way: what was charged is what was sold. */
    compare: (number: number, chargedMinor: number) => {
      if (chargedMinor === soldMinor) return;
      find(`after payment ${number}: charged ${chargedMinor}, sold ${soldMinor}`);
    },
  };
}
