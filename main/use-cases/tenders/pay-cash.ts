/** Cash: what is owed, what was handed over, what goes back. Channels: `sale.payCash`, `sale.takeCash`. */

import { assert } from '../../../domain/basics/assert.ts';
import { amountMinorMax } from '../../../domain/basics/money.ts';
import type { ChannelInput, SaleView, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { changeDue, mayTake } from '../../../domain/sale/settlement.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { checkNoneUnderWay } from '../sale/basket.ts';
import { basketBegun } from '../sale/counter.ts';
import { checkAmountNamed } from '../sale/named-sale.ts';
import { book, cashOwedMinor, settlementOf } from '../sale/settlement.ts';

/**
 * Sells the basket for cash, or what is still owed for it; the sale is on the disk when this returns. Receipt and drawer
 * follow beside it. Throws `Problem`: `basket-empty`, `sale-changed`, `tender-too-small`, `sale-in-payment`, `disk-full`.
 */
export function payCash(till: OpenTill, input: ChannelInput<'sale.payCash'>): SaleView {
  const { tenderedMinor } = input;
  const amountMinor = checkNamed(till, input);
  if (tenderedMinor > amountMinorMax) {
    throw new Problem('amount-too-large', { maxMinor: amountMinorMax });
  }
  if (tenderedMinor < amountMinor) {
    throw new Problem('tender-too-small', { dueMinor: amountMinor, tenderedMinor });
  }
  const offer = { kind: 'cash' as const, amountMinor: tenderedMinor };
  const changeMinor = changeDue(settlementOf(till), offer, settingsOf(till).cashStepMinor);
  const tender = { kind: 'cash' as const, amountMinor, tenderedMinor, changeMinor };
  const sale = book(till, tender, { id: till.ports.newId(), opensDrawer: true });
  assert(sale, 'what is owed makes it even');
  return sale;
}

/**
 * Takes cash for a part of what is owed. Throws `Problem`: `basket-empty`, `sale-changed`, `sale-in-payment`,
 * `tender-over-owed` where nothing would be owed any more, `cash-not-in-coins`, `disk-full`.
 */
export function takeCash(till: OpenTill, input: ChannelInput<'sale.takeCash'>): ToldUpTo {
  const owedMinor = checkNamed(till, input);
  const { partMinor } = input;
  if (partMinor >= owedMinor) throw new Problem('tender-over-owed');
  const offer = { kind: 'cash' as const, amountMinor: partMinor };
  const refusal = mayTake(settlementOf(till), offer, settingsOf(till).cashStepMinor);
  if (refusal) throw new Problem(refusal);
  const given = { amountMinor: partMinor, tenderedMinor: partMinor, changeMinor: 0 };
  book(till, { kind: 'cash', ...given }, { id: till.ports.newId(), opensDrawer: true });
  return { seq: till.told().basket };
}

/** What is owed in cash, as the page showed it. */
function checkNamed(
  till: OpenTill,
  named: Readonly<{ saleId: string; amountMinor: number }>,
): number {
  checkNoneUnderWay(till);
  if (!basketBegun(till)) throw new Problem('basket-empty');
  const amountMinor = cashOwedMinor(till);
  checkAmountNamed(till, named, amountMinor);
  return amountMinor;
}
