/** What a person takes off a line or the basket. Channel: `basket.discount`. */

import type { ChannelInput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import {
  allowedOff,
  basisPointsOf,
  type HandDiscount,
  ofByHand,
  offAllowedBy,
} from '../../../domain/prices/hand.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { allowed } from '../people/grants.ts';
import { checkNotInPayment, keepWith, lineOf, preview } from './basket.ts';
import { counter, dueMinor, priced, pricedLines } from './counter.ts';

type Input = ChannelInput<'basket.discount'>;

/** Throws `Problem`: `line-gone`, `reason-gone`, and what `allowed` throws. */
export function giveDiscount(
  till: OpenTill,
  { line, discount: given }: Input,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  if (given === null) return takeAway(till, line);
  const { by } = given;
  const why = chosenReason(till, 'discount', given.reasonId);
  const saleId = counter(till).basket.id;
  const of = base(till, line);
  const discount = { ...given, ofMinor: of.minor };
  const { by: allowedBy, approval } = allowed(till, call, whoIsHere(till), {
    right: line === null ? 'sale.discount.basket' : 'sale.discount',
    amount: basisPointsOf(discount, of.minor),
    before: besideIt(till, line, discount),
    // A share of what was shown, not of what was put in since.
    about: `${saleId} ${of.minor}`,
  });
  const next = preview(till, { kind: 'discount', line, discount: { ...discount, allowedBy } });
  const body = {
    saleId,
    ...of.named,
    amountMinor: allowedOff(discount),
    ...('basisPoints' in by ? { basisPoints: by.basisPoints } : {}),
    ...why,
    approvedBy: allowedBy,
    ...approval,
  };
  return keepWith(till, { kind: 'discount-given', body }, next);
}

/** What of the same goods somebody has allowed off already beside `discount`, in basis points. */
function besideIt(
  till: OpenTill,
  line: number | null,
  discount: HandDiscount,
): (number: string) => number {
  const next = preview(till, { kind: 'discount', line, discount });
  const goods = priced(till, next).filter(({ kind }) => kind === 'goods');
  const lines = goods.filter((each) => line === null || each.line === line);
  const ofMinor = ofByHand(lines, false);
  return (number) => {
    const minor = offAllowedBy(lines, next.discount?.allowedBy, number);
    return minor === 0 ? 0 : basisPointsOf({ by: { minor } }, ofMinor);
  };
}

/** Nobody is asked: the customer pays what the goods cost. */
function takeAway(till: OpenTill, line: number | null): ToldUpTo {
  const { basket } = counter(till);
  const at = line === null ? null : lineOf(till, line);
  if ((at ? at.hand : basket.discount) === undefined) return { seq: till.told().basket };
  const next = preview(till, { kind: 'discount', line, discount: null });
  const amountMinor = totalsOf(priced(till, next)).dueMinor - dueMinor(till);
  const body = { saleId: basket.id, ...(at ? { line: at.line, sku: at.sku } : {}), amountMinor };
  return keepWith(till, { kind: 'discount-removed', body }, next);
}

/** What it is taken off, and how the entry names that. */
function base(
  till: OpenTill,
  line: number | null,
): Readonly<{ minor: number; named: Readonly<{ line?: number; sku?: string }> }> {
  const lines = line === null ? pricedLines(till) : [lineOf(till, line)];
  const goods = lines.filter(({ kind }) => kind === 'goods');
  if (goods.length === 0) throw new Problem(lines.length === 0 ? 'line-gone' : 'return-fixed');
  const minor = ofByHand(goods, line === null);
  const [first] = goods;
  return { minor, named: line === null || !first ? {} : { line, sku: first.sku } };
}
