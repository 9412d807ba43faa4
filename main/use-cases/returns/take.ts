/**
 * Goods come back over the counter: they lie in the basket below zero, beside whatever else the customer buys, and are
 * paid out or set off when the sale is settled. Channels: `returns.take`, `returns.void`.
 */

import type { SaleRow } from '../../../db/sale/sales.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import type { BodyOf } from '../../../domain/contract/entry.ts';
import type { ChannelInput, ChannelOutput, ToldUpTo } from '../../../domain/contract/ipc.ts';
import type { PricedLine } from '../../../domain/prices/line.ts';
import { type Basket, emptyBasket } from '../../../domain/sale/basket.ts';
import { canComeBack, returnLine } from '../../../domain/sale/returned.ts';
import { Problem } from '../../../domain/words/problem.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence, whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { allowed } from '../people/grants.ts';
import { checkNotInPayment, checkQuantity, keepWith, preview } from '../sale/basket.ts';
import { basketBegun, counter, priced } from '../sale/counter.ts';
import { checkSaleNamed } from '../sale/named-sale.ts';
import { findSale } from '../sale/past-sales.ts';
import { payOutVoided } from '../tenders/pay-out.ts';
import { leftOf, voidRefusalOf } from './find.ts';

type Wanted = ChannelInput<'returns.take'>['lines'];

/**
 * Throws `Problem`: `sale-unknown`, `return-too-many` for more of a line than is left, `quantity-not-sellable` for a part
 * of a piece, `reason-gone`, and what `allowed` throws.
 */
export function takeReturn(
  till: OpenTill,
  { saleId, of, lines }: ChannelInput<'returns.take'>,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  checkSaleNamed(till, saleId);
  const next = withReturned(till, counter(till).basket, findSale(till, of), lines);
  const body = returnedBody(till, next, of, call);
  return keepWith(till, { kind: 'goods-returned', body }, next);
}

/**
 * The whole sale, of today and paid in cash. With the customer's next basket it would no longer be the one that is undone:
 * the counter is empty. Throws `Problem`: `void-refused` (why), `basket-open`, and as `takeReturn`.
 */
export function voidSale(
  till: OpenTill,
  { of, reasonId }: ChannelInput<'returns.void'>,
  call: Call,
): ChannelOutput<'returns.void'> {
  checkNotInPayment(till);
  if (basketBegun(till)) throw new Problem('basket-open');
  const row = findSale(till, of);
  const why = voidRefusalOf(till, row);
  if (why !== null) throw new Problem('void-refused', { why });
  const all = row.body.lines.map(({ line, quantity }) => ({ line, quantity, reasonId }));
  const next = withReturned(till, emptyBasket(till.ports.newId()), row, all);
  const body = returnedBody(till, next, of, call);
  const sale = payOutVoided(till, next, of, { kind: 'goods-returned', body });
  return { saleId: sale.saleId, paidOutMinor: sale.changeMinor };
}

function withReturned(till: OpenTill, basket: Basket, row: SaleRow, wanted: Wanted): Basket {
  const left = leftOf(till, row);
  const { saleId, number, lines } = row.body;
  const sale = { saleId, number, date: row.businessDate };
  return wanted.reduce((next, { line, quantity, reasonId }, at) => {
    const sold = lines.find((one) => one.line === line && canComeBack(one));
    const isTwice = wanted.findIndex((one) => one.line === line) !== at;
    if (!sold || isTwice || quantity > (left.get(line) ?? 0)) {
      const name = sold ? nameIn(sold.name, presence(till).locale) : '';
      throw new Problem('return-too-many', { name });
    }
    checkQuantity(quantity, sold.unit);
    const before = till.db.returned(saleId).get(line) ?? 0;
    const why = chosenReason(till, 'return', reasonId);
    const back = { ...returnLine(sale, sold, { quantity, before }), ...why };
    return preview(till, { kind: 'return', line: back }, next);
  }, basket);
}

/** Whoever may give back all that comes back with `next` allows it. */
function returnedBody(
  till: OpenTill,
  next: Basket,
  of: string,
  call: Call,
): BodyOf<'goods-returned'> {
  const isBack = ({ kind }: PricedLine) => kind === 'return';
  const back = priced(till, next).filter(isBack);
  const amount = back.reduce((sum, { totalMinor }) => sum - totalMinor, 0);
  const here = new Set(counter(till).basket.lines.map(({ line }) => line));
  const isHere = next.id === counter(till).basket.id;
  const added = back.filter(({ line }) => !isHere || !here.has(line));
  const about = `${of} ${amount}`;
  const wanted = { right: 'sale.refund', amount, about } as const;
  const { by: approvedBy, approval } = allowed(till, call, whoIsHere(till), wanted);
  return {
    saleId: next.id,
    of,
    lines: added.map(({ sku, quantity, totalMinor: amountMinor }) => ({
      sku,
      quantity,
      amountMinor,
    })),
    amountMinor: added.reduce((sum, { totalMinor }) => sum + totalMinor, 0),
    approvedBy,
    ...approval,
  };
}
