/** Cash: what is owed, what was handed over, what goes back. Channel: `sale.payCash`. */
import type { ChannelInput, SaleView } from '../../domain/contract/ipc.ts';
import { amountMinorMax } from '../../domain/money.ts';
import { Problem } from '../../domain/problems.ts';
import { cashDue } from '../../domain/tender.ts';
import { basketBegun, dueMinor, type OpenTill, settingsOf } from '../session.ts';
import { completeSale } from './complete-sale.ts';
import { checkAmountNamed } from './named-sale.ts';
import { checkNotInPayment } from './sell.ts';

/**
 * Sells the basket for cash; the sale is on the disk when this returns. Receipt and drawer follow beside it.
 * Throws `Problem`: `basket-empty`, `sale-changed`, `tender-too-small`, `sale-in-payment`, `disk-full`.
 */
export function payCash(till: OpenTill, input: ChannelInput<'sale.payCash'>): SaleView {
  checkNotInPayment(till);
  if (!basketBegun(till.session)) throw new Problem('basket-empty');
  const { tenderedMinor } = input;
  if (tenderedMinor > amountMinorMax) throw new Problem('bad-request');
  const amountMinor = cashDue(dueMinor(till.session), settingsOf(till).cashStepMinor);
  checkAmountNamed(till, input, amountMinor);
  if (tenderedMinor < amountMinor) {
    throw new Problem('tender-too-small', { dueMinor: amountMinor, tenderedMinor });
  }
  const changeMinor = tenderedMinor - amountMinor;
  return completeSale(till, { kind: 'cash', amountMinor, tenderedMinor, changeMinor });
}
