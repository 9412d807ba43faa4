/** How the sale at hand stands with its payment, and what becomes of a tender: a part of it, or what makes it even. */

import type { SaleView } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { offOf } from '../../../domain/prices/price.ts';
import { isEven, owed, owedInCash, type Settlement } from '../../../domain/sale/settlement.ts';
import type { Tender } from '../../../domain/tenders/tender.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record, standing } from '../../till/record.ts';
import { retellBasket } from './basket.ts';
import { type Booking, completeSale } from './complete.ts';
import { counter, dueMinor, pricedLines, takenOf } from './counter.ts';
import { showOwed } from './customer-display.ts';
import { afterPart } from './receipts.ts';
import { checkStillThere } from './still-there.ts';

export function settlementOf(till: OpenTill): Settlement {
  const { basket, underWay } = counter(till);
  return { saleId: basket.id, dueMinor: dueMinor(till), taken: takenOf(till), underWay };
}

/** Still to pay for what lies on the counter. */
export function owedMinor(till: OpenTill): number {
  return owed(settlementOf(till));
}

export function cashOwedMinor(till: OpenTill): number {
  return owedInCash(settlementOf(till), settingsOf(till).cashStepMinor);
}

/**
 * Writes the tender down: with the sale where it makes that even, otherwise as a part of it, and answers null.
 * The caller has asked `mayTake`. Throws `Problem` (`return-changed`, `disk-full` …) with nothing booked.
 */
export function book(till: OpenTill, tender: Tender, booking: Booking): SaleView | null {
  checkStillThere(till);
  const settlement = settlementOf(till);
  if (isEven(settlement, tender, settingsOf(till).cashStepMinor)) {
    return completeSale(till, settlement, tender, booking);
  }
  const { id, facts = [] } = booking;
  const leftMinor = owed(settlement) - tender.amountMinor;
  const { saleId, taken } = settlement;
  const off = taken.length === 0 ? { off: offOf(pricedLines(till)) } : {};
  const part = { saleId, tenderId: id, tender, owedMinor: leftMinor, drawer: mainDrawer };
  const body = { ...part, ...off };
  record(till, [...facts, { kind: 'tender-taken', body }]);
  // From here on it stands.
  standing(till, 'tell the part', () => {
    retellBasket(till);
    showOwed(till, leftMinor);
  });
  standing(till, 'follow the part', () => {
    afterPart(till, booking);
    till.wantSync();
  });
  return null;
}
