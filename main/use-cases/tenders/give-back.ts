/** A part goes back to the customer before its sale is even. Channel: `sale.giveBack`. */

import type { Fact } from '../../../domain/contract/entry.ts';
import type { ChannelInput, ChannelOutput } from '../../../domain/contract/ipc.ts';
import { mainDrawer } from '../../../domain/journal/fields.ts';
import type { Reason } from '../../../domain/journal/reasons.ts';
import type { HalfPaid, Taken } from '../../../domain/sale/settlement.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Allowed, Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { record, standing } from '../../till/record.ts';
import { allowed } from '../people/grants.ts';
import { checkNoneUnderWay, retellBasket } from '../sale/basket.ts';
import { counter } from '../sale/counter.ts';
import { showOwed } from '../sale/customer-display.ts';
import { afterPart } from '../sale/receipts.ts';
import { owedMinor } from '../sale/settlement.ts';
import { takeBack } from './attempts.ts';
import { attemptLane } from './under-way.ts';

/**
 * Cash is handed back; of a card the money is taken back by the same means. From the entry on the sale owes it again, whatever
 * the other side says then: what it does not confirm stays open like any attempt. The sale may be one that no basket stands
 * for any more. Throws `Problem`: `sale-changed`, `sale-in-payment`, `attempt-open`, `reason-gone`, `disk-full`, and for cash
 * what `allowed` throws.
 */
export async function giveBack(
  till: OpenTill,
  { saleId, tenderId, reasonId }: ChannelInput<'sale.giveBack'>,
  call: Call,
): Promise<ChannelOutput<'sale.giveBack'>> {
  checkNoneUnderWay(till);
  const sale = till.db.halfPaid().find((one) => one.saleId === saleId);
  const part = sale?.taken.find(({ id }) => id === tenderId);
  if (!sale || !part) throw new Problem('sale-changed');
  const why = chosenReason(till, 'give-back', reasonId);
  const fact = (approval: Allowed['approval']) => givenBack(sale, part, { ...why, ...approval });
  const isCash = part.tender.kind === 'cash';
  const confirmed = isCash ? givenByHand(till, fact, call) : await takenBack(till, part, fact({}));
  standing(till, 'tell what was given back', () => {
    if (counter(till).basket.id !== saleId) return;
    retellBasket(till);
    showOwed(till, owedMinor(till));
  });
  standing(till, 'follow what was given back', () => {
    afterPart(till, { opensDrawer: isCash });
    till.wantSync();
  });
  return { confirmed };
}

/** Cash leaves the drawer on somebody's word: by who may open it without a sale. */
function givenByHand(
  till: OpenTill,
  fact: (approval: Allowed['approval']) => Fact,
  call: Call,
): true {
  const { approval } = allowed(till, call, whoIsHere(till), { right: 'drawer.open' });
  record(till, [fact(approval)]);
  return true;
}

async function takenBack(till: OpenTill, part: Taken, fact: Fact): Promise<boolean> {
  if (till.db.attempts.open().length > 0) throw new Problem('attempt-open');
  const here = counter(till);
  here.underWay = part.id;
  try {
    const state = await attemptLane(till, () => takeBack(till, part.id, '06', [fact]));
    return state === 'reversed';
  } finally {
    here.underWay = null;
    till.changed('tenders');
  }
}

function givenBack(
  { saleId, owedMinor }: HalfPaid,
  { id, tender }: Taken,
  why: Reason & Allowed['approval'],
): Fact {
  const leftMinor = owedMinor + tender.amountMinor;
  const part = { saleId, tenderId: id, tender, owedMinor: leftMinor, drawer: mainDrawer };
  return { kind: 'tender-given-back', body: { ...part, ...why } };
}
