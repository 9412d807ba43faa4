/** A sale is even: one commit, and only then anybody is told. Called by whatever makes it so, and by nothing else. */

import type { Fact } from '../../../domain/contract/entry.ts';
import type { SaleView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { SaleBody } from '../../../domain/sale/facts.ts';
import { type Settlement, tendersWith } from '../../../domain/sale/settlement.ts';
import { soldLines } from '../../../domain/sale/sold-lines.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import { bookingDate } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record, standing } from '../../till/record.ts';
import { startNewBasket } from './basket.ts';
import { counter, pricedLines } from './counter.ts';
import { showSold } from './customer-display.ts';
import { saleView } from './past-sales.ts';
import { printFirstReceipt } from './receipts.ts';

/** How a tender is booked: `id` of the part, what goes before it in the same transaction, what is printed for it. */
export type Booking = Readonly<{
  id: string;
  facts?: readonly Fact[];
  slip?: readonly string[];
  opensDrawer: boolean;
  /** The sale that is undone whole by this one. */
  voids?: string;
}>;

/**
 * Books the basket as sold for what was taken and `last`, together with the booking's facts before it, in one transaction.
 * Throws `Problem` (`disk-full` …) with nothing booked and the basket as it was.
 */
export function completeSale(
  till: OpenTill,
  settlement: Settlement,
  last: Tender,
  { facts = [], slip = [], opensDrawer, voids }: Booking,
): SaleView {
  const undone = voids === undefined ? {} : { voids };
  const body = { ...saleBody(till, tendersWith(settlement, last)), ...undone };
  const view = saleView(till, {
    at: till.ports.clock.now(),
    businessDate: bookingDate(till),
    operator: till.db.day().operator,
    body,
  });
  const entries = record(till, [...facts, { kind: 'sale-completed', body }]);
  // From here on the sale stands: nothing below may make it look as if it had failed.
  standing(till, 'follow the sale', () => {
    counter(till).soldAt = till.ports.clock.monotonic();
    startNewBasket(till);
    showSold(till, body);
  });
  standing(till, 'print the receipt', () => {
    // A sale of nothing is no way to the drawer: what was tendered for it goes straight back.
    const openDrawer = opensDrawer && last.amountMinor !== 0;
    printFirstReceipt(till, body.saleId, { openDrawer, slip });
    till.wantSync();
  });
  return { ...view, at: entries.at(-1)?.at ?? view.at };
}

function saleBody(till: OpenTill, tenders: Tender[]): SaleBody {
  const { basket } = counter(till);
  const lines = pricedLines(till);
  const totals = totalsOf(lines);
  const paidMinor = tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return {
    saleId: basket.id,
    number: till.db.numbers.nextSale(bookingDate(till)),
    lines: soldLines(lines),
    pieces: totals.pieces,
    listMinor: totals.listMinor,
    discountMinor: totals.discountMinor,
    totalMinor: totals.dueMinor,
    roundingMinor: paidMinor - totals.dueMinor,
    tax: totals.tax.map((line) => ({ ...line })),
    tenders,
    voidedLines: basket.voidedLines,
    drawer: mainDrawer,
    ...(basket.note === undefined ? {} : { note: basket.note }),
  };
}
