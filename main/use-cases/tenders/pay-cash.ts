/** Cash: what is owed, what was handed over, what goes back. Channel: `sale.payCash`. */

import { amountMinorMax } from '../../../domain/basics/money.ts';
import type { ChannelInput, SaleView } from '../../../domain/contract/ipc.ts';
import { cashDue } from '../../../domain/tenders/tender.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkNotInPayment } from '../sale/basket.ts';
import { completeSale } from '../sale/complete.ts';
import { basketBegun, dueMinor } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';

/**
 * Sells the basket for cash; the sale is on the disk when this returns. Receipt and drawer follow beside it.
 * Throws `Problem`: `basket-empty`, `sale-changed`, `tender-too-small`, `sale-in-payment`, `disk-full`.
 */
export function payCash(till: OpenTill, input: ChannelInput<'sale.payCash'>): SaleView {
  checkNotInPayment(till);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  const { tenderedMinor } = input;
  if (tenderedMinor > amountMinorMax) {
    throw new Problem('amount-too-large', { maxMinor: amountMinorMax });
  }
  const amountMinor = cashDue(dueMinor(till), settingsOf(till).cashStepMinor);
  checkAmountNamed(till, input, amountMinor);
  if (tenderedMinor < amountMinor) {
    throw new Problem('tender-too-small', { dueMinor: amountMinor, tenderedMinor });
  }
  const changeMinor = tenderedMinor - amountMinor;
  return completeSale(till, { kind: 'cash', amountMinor, tenderedMinor, changeMinor });
}
