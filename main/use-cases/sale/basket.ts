/**
 * The basket: what the customer puts on the counter.
 *
 * Channels: `basket.*`, all behind the gate. Saved after every change, so that a crash loses nothing.
 */

import { amountMinorMax } from '../../../domain/basics/money.ts';
import { extend, isSellable, one } from '../../../domain/basics/quantity.ts';
import { isCounted } from '../../../domain/basics/unit.ts';
import type { Fact } from '../../../domain/contract/entry.ts';
import type {
  BasketView,
  ChannelInput,
  ChannelOutput,
  ToldUpTo,
} from '../../../domain/contract/ipc.ts';
import { type Item, pricedOn } from '../../../domain/goods/item.ts';
import { type Reason, reasonsOf } from '../../../domain/journal/reasons.ts';
import { changeBasisPoints } from '../../../domain/prices/change.ts';
import type { PricedLine } from '../../../domain/prices/line.ts';
import {
  applyToBasket,
  type Basket,
  type BasketCommand,
  emptyBasket,
  linesMax,
} from '../../../domain/sale/basket.ts';
import { changesOf } from '../../../domain/sale/basket-change.ts';
import type { Done } from '../../../domain/sale/done.ts';
import { owed } from '../../../domain/sale/settlement.ts';
import { totalsOf } from '../../../domain/sale/totals.ts';
import { lastDone, nameDone } from '../../../domain/sale/undo.ts';
import { cashDue, quickAmounts } from '../../../domain/tenders/tender.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { bookingDate, settingsOf } from '../../till/business-day.ts';
import type { Call } from '../../till/call.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { whoIsHere } from '../../till/presence.ts';
import { chosenReason } from '../../till/reasons.ts';
import { logFailure, record } from '../../till/record.ts';
import { type Goods, goodsOf, known, nameOf } from '../goods/goods-of-code.ts';
import { allowed } from '../people/grants.ts';
import { basketBegun, counter, priced, pricedLines, takenOf } from './counter.ts';
import { showBasket } from './customer-display.ts';

/** The basket as the page shows it, and up to where it has been told of it. */
export function tellBasket(till: OpenTill): ChannelOutput<'basket.view'> {
  return { ...viewBasket(till), seq: till.told().basket };
}

function viewBasket(till: OpenTill): BasketView {
  const { basket } = counter(till);
  const { id, discount, note } = basket;
  const lines = pricedLines(till);
  const totals = totalsOf(lines);
  const taken = [...takenOf(till)];
  const owedMinor = owed({ dueMinor: totals.dueMinor, taken });
  const cashDueMinor = cashDue(owedMinor, settingsOf(till).cashStepMinor);
  const quickCashMinor = quickAmounts(cashDueMinor);
  const said = { ...(discount ? { discount } : {}), ...(note === undefined ? {} : { note }) };
  const last = undoable(till);
  const lastAct = last && { act: basket.acts, kind: last.kind, name: nameDone(basket, last) };
  return { id, lines, ...said, totals, taken, owedMinor, cashDueMinor, quickCashMinor, lastAct };
}

/** The last act on the basket at hand. What another has emptied is not whoever's is here now. */
export function undoable(till: OpenTill): Done | null {
  const { basket } = counter(till);
  const isTheirs = basket.lines.length > 0 || basket.owner === till.db.day().operator;
  return isTheirs ? lastDone(basket) : null;
}

/**
 * A code from the scanner or typed in full. A card number is dropped: it reaches neither basket, log nor error.
 * Throws `Problem`: those of goodsOf, `item-withdrawn` …
 */
export function scan(till: OpenTill, { code }: ChannelInput<'basket.scan'>): ToldUpTo {
  return add(till, goodsOf(till, code));
}

/** An item picked by hand, with what it weighs where it is sold by weight. */
export function addItem(till: OpenTill, input: ChannelInput<'basket.add'>): ToldUpTo {
  const item = known(till.db.catalogue.findBySku(input.sku), input.sku);
  return add(till, { item, quantity: input.quantity, unit: item.unit, labelMinor: null });
}

/**
 * Another price for one line, by who may, or with the approval of somebody who may; journalled. Throws `Problem`:
 * `reason-gone` where the store asks why and has no such reason.
 */
export function overridePrice(
  till: OpenTill,
  input: ChannelInput<'basket.overridePrice'>,
  call: Call,
): ToldUpTo {
  checkNotInPayment(till);
  const why = whyAnotherPrice(till, input.reasonId);
  const saleId = counter(till).basket.id;
  const { sku, listPriceMinor, kind } = lineOf(till, input.line);
  if (kind === 'return') throw new Problem('return-fixed');
  const command = {
    kind: 'override-price',
    line: input.line,
    priceMinor: input.priceMinor,
  } as const;
  checkAmount(extend(input.priceMinor, one));
  const next = preview(till, command);
  const { by: approvedBy, approval } = allowed(till, call, whoIsHere(till), {
    right: 'price.override',
    amount: changeBasisPoints(listPriceMinor, input.priceMinor),
    about: saleId,
  });
  const body = {
    saleId,
    sku,
    listPriceMinor,
    priceMinor: input.priceMinor,
    approvedBy,
    ...approval,
    ...why,
  };
  return keepWith(till, { kind: 'price-overridden', body }, next);
}

function whyAnotherPrice(till: OpenTill, reasonId: string | null): Reason | null {
  const isAsked = reasonsOf(settingsOf(till).reasons, 'price').length > 0;
  return isAsked || reasonId !== null ? chosenReason(till, 'price', reasonId ?? '') : null;
}

/** An empty basket with a new id, kept; or the next one that was parked for whoever is signed in. */
export function clearBasket(till: OpenTill): ToldUpTo {
  const emptied = keep(till, emptyBasket(till.ports.newId()));
  return bringBack(till) ?? emptied;
}

/** The same where nothing may fail any more: what is on the disk is told apart from what was sold by its id. */
export function startNewBasket(till: OpenTill): void {
  try {
    clearBasket(till);
  } catch (thrown) {
    logFailure(till, 'clear basket', thrown);
    counter(till).basket = emptyBasket(till.ports.newId());
  }
}

/** Puts a parked basket of whoever is signed in on the empty counter; null where none waits. */
export function bringBack(till: OpenTill): ToldUpTo | null {
  const { operator, businessDate } = till.db.day();
  if (operator === null || businessDate === null || basketBegun(till)) return null;
  const basket = till.db.parked.bringBack(operator, businessDate);
  if (basket === null) return null;
  till.changed('shift');
  return show(till, basket);
}

/** Throws `Problem` `sale-in-payment` while somebody is asked for money. */
export function checkNoneUnderWay(till: OpenTill): void {
  if (counter(till).underWay !== null) throw new Problem('sale-in-payment');
}

/** The same, and `sale-half-paid`: what is being paid for, or paid in part, must not change. */
export function checkNotInPayment(till: OpenTill): void {
  checkNoneUnderWay(till);
  if (takenOf(till).length > 0) throw new Problem('sale-half-paid');
}

function add(till: OpenTill, { item, quantity, unit, labelMinor }: Goods): ToldUpTo {
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
    weighed: !isCounted(item.unit),
  });
}

export function change(till: OpenTill, command: BasketCommand): ToldUpTo {
  checkNotInPayment(till);
  return keep(till, preview(till, command));
}

/**
 * Whoever puts the first goods in owns the basket. What an emptied one counts is of whoever emptied it: another begins a
 * new one.
 */
function ownBasket(till: OpenTill, basket: Basket): Basket {
  const { db, ports } = till;
  const { operator } = db.day();
  if (basket.lines.length > 0 || operator === null || basket.owner === operator) return basket;
  return { ...emptyBasket(basket.nextLine > 1 ? ports.newId() : basket.id), owner: operator };
}

/** The basket after `command`, within what a till accepts. Throws `Problem` `basket-full`. */
export function preview(
  till: OpenTill,
  command: BasketCommand,
  basket = counter(till).basket,
): Basket {
  const next = applyToBasket(ownBasket(till, basket), command);
  if (next.lines.length > linesMax) throw new Problem('basket-full', { linesMax });
  const lines = priced(till, next);
  for (const line of lines) checkAmount(line.totalMinor);
  const { listMinor, dueMinor } = totalsOf(lines);
  checkAmount(listMinor);
  checkAmount(dueMinor);
  return next;
}

/** The disk first: what the page sees survives a crash. */
export function keep(till: OpenTill, basket: Basket): ToldUpTo {
  till.db.basket.save(basket);
  return show(till, basket);
}

/** The same together with what is written down of it: neither is there without the other. */
export function keepWith(till: OpenTill, fact: Fact, basket: Basket): ToldUpTo {
  record(till, [fact], undefined, { also: () => till.db.parked.keepCounter(basket) });
  return show(till, basket);
}

/** Its payment has moved. */
export function retellBasket(till: OpenTill): void {
  show(till, counter(till).basket);
}

/** It lies on the counter, and the page is told. */
export function show(till: OpenTill, basket: Basket): ToldUpTo {
  const here = counter(till);
  here.basket = basket;
  const view = viewBasket(till);
  const { lines, ...figures } = view;
  till.emit({
    kind: 'basket',
    change: { ...figures, ...changesOf(here.told, { id: view.id, lines }) },
  });
  here.told = view;
  showBasket(till, view);
  return { seq: till.told().basket };
}

export function lineOf(till: OpenTill, line: number): PricedLine {
  const found = pricedLines(till).find((candidate) => candidate.line === line);
  if (!found) throw new Problem('line-gone');
  return found;
}

export function checkQuantity(quantity: number, unit: Item['unit']): void {
  if (!isSellable(quantity, unit)) throw new Problem('quantity-not-sellable', { unit });
}

function checkAmount(amountMinor: number): void {
  if (Math.abs(amountMinor) > amountMinorMax) throw new Problem('basket-full', { linesMax });
}
