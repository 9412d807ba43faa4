/** What a person takes off a line or the basket. Channel: `basket.discount`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { mayDo, type Right } from '../../../domain/people/right.ts';
import { basisPointsOf, ofByHand, offByHand } from '../../../domain/prices/hand.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { holdsOf, whoIsHere } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { type Approval, verifyApproval } from '../people/approvals.ts';
import { change, checkNotInPayment, keep, lineOf, preview } from './basket.ts';
import { counter, pricedLines } from './counter.ts';
import { checkGate } from './gate.ts';

/**
 * Journalled before it is on the counter. Throws `Problem`: `line-gone`, `not-permitted` where nobody whose limit it is
 * within asks or approves, `approval-refused`, `sale-changed`, and what `verifyApproval` throws.
 */
export async function giveDiscount(
  till: OpenTill,
  { line, discount, approval }: ChannelInput<'basket.discount'>,
): Promise<ToldUpTo> {
  checkNotInPayment(till);
  const command = { kind: 'discount', line, discount } as const;
  if (discount === null) return change(till, command);
  const { basket } = counter(till);
  const of = base(till, line);
  const approvedBy = await lender(till, line, basisPointsOf(discount, of.minor), approval);
  // While the proof was looked at, the basket and even the day may have moved on; what was approved is this basket.
  checkGate(till);
  checkNotInPayment(till);
  if (counter(till).basket !== basket) throw new Problem('sale-changed');
  const next = preview(till, command);
  const body = {
    saleId: basket.id,
    ...of.named,
    amountMinor: offByHand(discount, of.minor),
    ...('basisPoints' in discount.by ? { basisPoints: discount.by.basisPoints } : {}),
    reason: discount.reason,
    approvedBy,
  };
  record(till, [{ kind: 'discount-given', body }]);
  return keep(till, next);
}

/** What it is taken off, and how the entry names that. */
function base(
  till: OpenTill,
  line: number | null,
): Readonly<{ minor: number; named: Readonly<{ line?: number; sku?: string }> }> {
  const lines = line === null ? pricedLines(till) : [lineOf(till, line)];
  const goods = lines.filter(({ kind }) => kind === 'goods');
  if (goods.length === 0) throw new Problem('line-gone');
  const minor = ofByHand(goods, line === null);
  const [first] = goods;
  return { minor, named: line === null || !first ? {} : { line, sku: first.sku } };
}

/** Who may give so much: who is here, or who lends it. */
async function lender(
  till: OpenTill,
  line: number | null,
  basisPoints: number,
  approval: Approval | null,
): Promise<string> {
  const right: Right = line === null ? 'sale.discount.basket' : 'sale.discount';
  const asker = whoIsHere(till);
  if (asker && mayDo(holdsOf(till, asker.role), right, basisPoints)) return asker.number;
  if (!approval) throw new Problem('not-permitted');
  const operator = await verifyApproval(till, approval, right);
  if (mayDo(holdsOf(till, operator.role), right, basisPoints)) return operator.number;
  throw new Problem('approval-refused');
}
