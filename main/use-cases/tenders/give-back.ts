/** A part goes back to the customer before its sale is even. Channel: `sale.giveBack`. */

import type { Fact } from '../../../domain/contract/entry.ts';
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import { owed, type Taken } from '../../../domain/sale/settlement.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { record } from '../../till/record.ts';
import { checkNoneUnderWay, retellBasket } from '../sale/basket.ts';
import { counter, takenOf } from '../sale/counter.ts';
import { showOwed } from '../sale/customer-display.ts';
import { checkSaleNamed } from '../sale/named-sale.ts';
import { afterPart } from '../sale/receipts.ts';
import { owedMinor, settlementOf } from '../sale/settlement.ts';
import { takeBack } from './attempts.ts';
import { attemptLane } from './under-way.ts';

/**
 * Cash is handed back; of a card the money is taken back by the same means. From the entry on the sale owes it again, whatever
 * the other side says then: what it does not confirm stays open like any attempt. Throws `Problem`: `sale-changed`,
 * `sale-in-payment`, `attempt-open`, `disk-full`.
 */
export async function giveBack(
  till: OpenTill,
  { saleId, tenderId }: ChannelInput<'sale.giveBack'>,
): Promise<ChannelOutput<'sale.giveBack'>> {
  checkNoneUnderWay(till);
  checkSaleNamed(till, saleId);
  const part = takenOf(till).find(({ id }) => id === tenderId);
  if (!part) throw new Problem('sale-changed');
  const isCash = part.tender.kind === 'cash';
  const confirmed = isCash ? givenByHand(till, part) : await takenBack(till, part);
  retellBasket(till);
  showOwed(till, owedMinor(till));
  afterPart(till, { opensDrawer: isCash });
  till.wantSync();
  return { confirmed };
}

function givenByHand(till: OpenTill, part: Taken): true {
  record(till, [givenBack(till, part)]);
  return true;
}

async function takenBack(till: OpenTill, part: Taken): Promise<boolean> {
  if (till.db.attempts.open().length > 0) throw new Problem('attempt-open');
  const here = counter(till);
  here.underWay = part.id;
  try {
    const facts = [givenBack(till, part)];
    const state = await attemptLane(till, () => takeBack(till, part.id, '06', facts));
    return state === 'reversed';
  } finally {
    here.underWay = null;
    till.changed('tenders');
  }
}

function givenBack(till: OpenTill, { id, tender }: Taken): Fact {
  const settlement = settlementOf(till);
  const { saleId } = settlement;
  const leftMinor = owed(settlement) + tender.amountMinor;
  const body = { saleId, tenderId: id, tender, owedMinor: leftMinor, drawer: mainDrawer };
  return { kind: 'tender-given-back', body };
}
