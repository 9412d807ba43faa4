/** What a person takes off a line or the basket. Channel: `basket.discount`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import { basisPointsOf, ofByHand, offByHand } from '../../../domain/prices/hand.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { record } from '../../till/record.ts';
import { allowed } from '../people/grants.ts';
import { change, checkNotInPayment, keep, lineOf, preview } from './basket.ts';
import { counter, pricedLines } from './counter.ts';

/** Journalled before it is on the counter. Throws `Problem`: `line-gone`, and what `allowed` throws. */
export function giveDiscount(
  till: OpenTill,
  { line, discount }: ChannelInput<'basket.discount'>,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  const command = { kind: 'discount', line, discount } as const;
  if (discount === null) return change(till, command);
  const saleId = counter(till).basket.id;
  const of = base(till, line);
  const next = preview(till, command);
  const { by: approvedBy, approval } = allowed(till, call, whoIsHere(till), {
    right: line === null ? 'sale.discount.basket' : 'sale.discount',
    amount: basisPointsOf(discount, of.minor),
    // A share of what was shown, not of what was put in since.
    about: `${saleId} ${of.minor}`,
  });
  const body = {
    saleId,
    ...of.named,
    amountMinor: offByHand(discount, of.minor),
    ...('basisPoints' in discount.by ? { basisPoints: discount.by.basisPoints } : {}),
    reason: discount.reason,
    approvedBy,
    ...approval,
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
