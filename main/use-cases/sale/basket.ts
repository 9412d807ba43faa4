/**
 * The basket: what the customer puts on the counter.
 *
 * Channels: `basket.*`, all behind the gate. Saved after every change, so that a crash loses nothing.
 */

import { amountMinorMax } from '../../../domain/basics/money.ts';
import { extend, isSellable, one } from '../../../domain/basics/quantity.ts';
import type { BasketView, ChannelInput } from '../../../domain/contract/ipc.ts';
import { type Item, pricedOn } from '../../../domain/goods/item.ts';
import { applyPromotions } from '../../../domain/prices/apply-promotions.ts';
import type { BasketLine } from '../../../domain/prices/line.ts';
import {
  applyToBasket,
  type Basket,
  type BasketCommand,
  basketTotals,
  emptyBasket,
  findLine,
  linesMax,
} from '../../../domain/sale/basket.ts';
import { cashDue, quickAmounts } from '../../../domain/tenders/tender.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { checkGate } from '../../till/gate.ts';
import {
  basketBegun,
  bookingDate,
  logFailure,
  type OpenTill,
  record,
  settingsOf,
} from '../../till/session.ts';
import { type Goods, goodsOf, known, nameOf } from '../goods/goods-of-code.ts';
import { approverOf } from '../people/approvals.ts';
import { showBasket } from './customer-display.ts';
import { checkSaleNamed } from './named-sale.ts';

/** The basket as the page shows it. */
export function viewBasket(till: OpenTill): BasketView {
  const { basket } = till.session;
  const totals = basketTotals(basket);
  const cashDueMinor = cashDue(totals.dueMinor, settingsOf(till).cashStepMinor);
  return { ...basket, totals, cashDueMinor, quickCashMinor: quickAmounts(cashDueMinor) };
}

/**
 * A code from the scanner or typed in full. A card number is dropped: it reaches neither basket, log nor error.
 * Throws `Problem`: those of goodsOf, `item-withdrawn` …
 */
export function scan(till: OpenTill, { code }: ChannelInput<'basket.scan'>): BasketView {
  return add(till, goodsOf(till, code));
}

/** An item picked by hand. */
export function addItem(till: OpenTill, input: ChannelInput<'basket.add'>): BasketView {
  const item = known(till.db.catalogue.findBySku(input.sku), input.sku);
  return add(till, { item, quantity: input.quantity, unit: item.unit, labelMinor: null });
}

export function setQuantity(till: OpenTill, input: ChannelInput<'basket.setQuantity'>): BasketView {
  const line = lineOf(till, input.line);
  checkQuantity(input.quantity, line.unit);
  const { quantity } = input;
  const command = { kind: 'set-quantity', line: input.line, quantity } as const;
  return quantity < line.quantity ? takeBack(till, line, command) : change(till, command);
}

export function removeLine(till: OpenTill, input: ChannelInput<'basket.remove'>): BasketView {
  return takeBack(till, lineOf(till, input.line), { kind: 'remove', line: input.line });
}

/**
 * Goods go down: written when it is done, not with the sale, which may never come or be somebody else's. The entry first:
 * a crash between the two leaves goods in the basket that are taken back once more, not goods gone without a trace.
 */
function takeBack(
  till: OpenTill,
  { sku, name, unit, quantity }: BasketLine,
  command: Extract<BasketCommand, { kind: 'set-quantity' | 'remove' }>,
): BasketView {
  checkNotInPayment(till);
  const { basket } = till.session;
  const next = preview(till, command);
  const amountMinor = basketTotals(basket).dueMinor - basketTotals(next).dueMinor;
  const left = command.kind === 'remove' ? 0 : command.quantity;
  const body = { saleId: basket.id, sku, name, unit, quantity, left, amountMinor };
  record(till, [{ kind: 'line-taken-back', body }]);
  // Counted by its entry; what an older till counted in the basket goes on with the sale.
  return keep(till, { ...next, voidedLines: basket.voidedLines });
}

/** Another price for one line, by who may, or with the approval of somebody who may; journalled. */
export async function overridePrice(
  till: OpenTill,
  input: ChannelInput<'basket.overridePrice'>,
): Promise<BasketView> {
  checkNotInPayment(till);
  lineOf(till, input.line);
  const saleId = till.session.basket.id;
  const approvedBy = await approverOf(
    till,
    till.session.operator,
    'price.override',
    input.approval,
  );
  // While the proof was looked at, the basket and even the day may have moved on.
  checkGate(till);
  checkNotInPayment(till);
  // What was approved is a price in that basket, not in one that has taken its place.
  checkSaleNamed(till, saleId);
  const line = lineOf(till, input.line);
  const command = {
    kind: 'override-price',
    line: input.line,
    priceMinor: input.priceMinor,
  } as const;
  checkAmount(extend(input.priceMinor, one));
  const next = preview(till, command);
  const { sku, listPriceMinor } = line;
  const body = { saleId, sku, listPriceMinor, priceMinor: input.priceMinor, approvedBy };
  record(till, [{ kind: 'price-overridden', body }]);
  return keep(till, next);
}

/** Gives the basket up; with lines in it that is a fact for the Z report. Throws `Problem` `sale-changed`. */
export function abandon(till: OpenTill, { saleId }: ChannelInput<'basket.abandon'>): BasketView {
  checkNotInPayment(till);
  checkSaleNamed(till, saleId);
  const { basket } = till.session;
  if (basket.lines.length > 0) {
    const { dueMinor: totalMinor } = basketTotals(basket);
    const body = { saleId: basket.id, lines: basket.lines.length, totalMinor };
    record(till, [{ kind: 'sale-abandoned', body }]);
  }
  return clearBasket(till);
}

/** An empty basket with a new id, kept; or the next one that was parked for whoever is signed in. */
export function clearBasket(till: OpenTill): BasketView {
  const view = keep(till, emptyBasket(till.ports.newId()));
  return bringBack(till) ?? view;
}

/** The same where nothing may fail any more: what is on the disk is told apart from what was sold by its id. */
export function startNewBasket(till: OpenTill): void {
  try {
    clearBasket(till);
  } catch (thrown) {
    logFailure(till, 'clear basket', thrown);
    till.session.basket = emptyBasket(till.ports.newId());
  }
}

/** Puts a parked basket of whoever is signed in on the empty counter; null where none waits. */
export function bringBack(till: OpenTill): BasketView | null {
  const { operator, businessDate } = till.db.day();
  if (operator === null || businessDate === null || basketBegun(till.session)) return null;
  const basket = till.db.parked.bringBack(operator, businessDate);
  return basket && show(till, basket);
}

/** Throws `Problem` `sale-in-payment`: what is being paid for must not change. */
export function checkNotInPayment(till: OpenTill): void {
  if (till.session.payment) throw new Problem('sale-in-payment');
}

function add(till: OpenTill, { item, quantity, unit, labelMinor }: Goods): BasketView {
  if (item.withdrawn) throw new Problem('item-withdrawn', { name: nameOf(till, item) });
  // Weighed goods come with their weight, in the scale's code or typed; a piece has none.
  if (item.unit !== unit) throw new Problem('quantity-not-sellable', { unit: item.unit });
  checkQuantity(quantity, item.unit);
  if (labelMinor !== null) checkAmount(labelMinor);
  return change(till, {
    kind: 'add',
    item: pricedOn(item, bookingDate(till)),
    quantity,
    labelMinor,
  });
}

function change(till: OpenTill, command: BasketCommand): BasketView {
  checkNotInPayment(till);
  return keep(till, preview(till, command));
}

/** The basket after `command`, within what a till accepts. Throws `Problem` `basket-full`. */
function preview(till: OpenTill, command: BasketCommand): Basket {
  const next = applyPromotions(
    applyToBasket(till.session.basket, command),
    till.db.promotions.activeOn(bookingDate(till)),
  );
  if (next.lines.length > linesMax) throw new Problem('basket-full', { linesMax });
  for (const line of next.lines) checkAmount(line.totalMinor);
  const totals = basketTotals(next);
  checkAmount(totals.listMinor);
  checkAmount(totals.dueMinor);
  return next;
}

/** The disk first: what the page sees survives a crash. */
function keep(till: OpenTill, basket: Basket): BasketView {
  till.db.basket.save(basket);
  return show(till, basket);
}

function show(till: OpenTill, basket: Basket): BasketView {
  till.session.basket = basket;
  const view = viewBasket(till);
  till.emit({ kind: 'basket', view });
  showBasket(till, view);
  return view;
}

function lineOf(till: OpenTill, line: number): BasketLine {
  const found = findLine(till.session.basket, line);
  if (!found) throw new Problem('line-gone');
  return found;
}

function checkQuantity(quantity: number, unit: Item['unit']): void {
  if (!isSellable(quantity, unit)) throw new Problem('quantity-not-sellable', { unit });
}

function checkAmount(amountMinor: number): void {
  if (amountMinor > amountMinorMax) throw new Problem('basket-full', { linesMax });
}
