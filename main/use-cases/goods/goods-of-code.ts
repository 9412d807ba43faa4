/** What goods a code stands for: the item, how much of it, and what its label asks. Nothing is guessed. */

import { multiplyRounded } from '../../../domain/basics/money.ts';
import { nameIn } from '../../../domain/basics/names.ts';
import { walletOf } from '../../../domain/basics/payment-code.ts';
import { one, quantityOfGrams, quantityStep } from '../../../domain/basics/quantity.ts';
import { isCounted } from '../../../domain/basics/unit.ts';
import { readCode, type ScannedCode } from '../../../domain/goods/code.ts';
import type { Gs1 } from '../../../domain/goods/gs1.ts';
import { type Item, pricedOn } from '../../../domain/goods/item.ts';
import { readLabel } from '../../../domain/goods/layout.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { bookingDate, settingsOf } from '../../till/business-day.ts';
import type { OpenTill } from '../../till/open-till.ts';
import { presence } from '../../till/presence.ts';

export type Goods = Readonly<{
  item: Item;
  /** Thousandths of `unit`. */
  quantity: number;
  /** What the code can be a quantity of: a label without a weight is no weighed goods. */
  unit: Item['unit'];
  /** What a label asks for the whole; null: price × quantity. */
  labelMinor: number | null;
}>;

/** Decimals of the smallest coin, which amounts in labels and settings are in. */
const minorDecimals = 2;

/**
 * Throws `Problem`: `barcode-unknown`, `barcode-unreadable`, `check-digit-wrong`, `label-not-set`,
 * `payment-card-scanned`, `payment-code-scanned`, `badge-scanned`, `item-past-date`.
 */
export function goodsOf(till: OpenTill, code: string): Goods {
  const read = readCode(code);
  switch (read.kind) {
    case 'payment-card':
      throw new Problem('payment-card-scanned');
    case 'payment-code':
      throw new Problem('payment-code-scanned');
    case 'badge':
      throw new Problem('badge-scanned');
    case 'receipt':
      throw new Problem('receipt-scanned');
    case 'unreadable':
      throw new Problem(read.why === 'check-digit' ? 'check-digit-wrong' : 'barcode-unreadable');
    case 'goods': {
      // An item's own barcode goes before what a label of the shop would mean.
      const item = itemOf(till, read);
      if (item) return read.gs1 ? ofElements(till, item, read.gs1) : byPiece(item);
      if (read.label !== null) return ofLabel(till, read.label);
      throw new Problem('barcode-unknown', { code: code.trim() });
    }
  }
}

/** An item that somebody named. Throws `Problem` `barcode-unknown`. */
export function known(item: Item | null, code: string): Item {
  if (!item) throw new Problem('barcode-unknown', { code });
  return item;
}

export function nameOf(till: OpenTill, item: Item): string {
  return nameIn(item.name, presence(till).locale);
}

type Found = Extract<ScannedCode, { kind: 'goods' }>;

function itemOf(till: OpenTill, { barcodes, sku }: Found): Item | null {
  const { findByBarcode, findBySku } = till.db.catalogue;
  for (const barcode of barcodes) {
    const item = findByBarcode(barcode);
    if (item) return item;
  }
  return sku === null ? null : findBySku(sku);
}

const byPiece = (item: Item): Goods => ({
  ...{ item, quantity: one, labelMinor: null },
  unit: isCounted(item.unit) ? item.unit : 'piece',
});

function ofLabel(till: OpenTill, code: string): Goods {
  const label = readLabel(code, settingsOf(till).labels);
  // A tenth of Alipay's codes end as a label does. What is no label of this shop, or of nothing it sells, is told nowhere.
  const mayPay = walletOf(code) !== null;
  if (label === 'no-layout') {
    if (mayPay) throw new Problem('payment-code-scanned');
    throw new Problem('label-not-set', { prefix: code.slice(0, 2), digits: code.length });
  }
  if (label === 'check-digit') throw new Problem('check-digit-wrong');
  const item = ofScale(till, label.item);
  if (!item && mayPay) throw new Problem('payment-code-scanned');
  return measured(till, known(item, code), label);
}

function ofElements(till: OpenTill, item: Item, gs1: Gs1): Goods {
  if (gs1.lastDay !== null && gs1.lastDay < bookingDate(till)) {
    throw new Problem('item-past-date', { name: nameOf(till, item), date: gs1.lastDay });
  }
  const { price } = gs1;
  const amountMinor =
    price && multiplyRounded(price.value, 10 ** minorDecimals, 10 ** price.decimals);
  return measured(till, item, { grams: gs1.grams, amountMinor, pieces: null });
}

/** Weighed goods by the last five digits of their number; packs of a fixed kind by a number of five. */
function ofScale(till: OpenTill, digits: string): Item | null {
  const { findByPlu, findBySku } = till.db.catalogue;
  const number = digits.padStart(5, '0');
  return findByPlu(number) ?? findBySku(number);
}

type Measure = Readonly<{
  grams: number | null;
  amountMinor: number | null;
  pieces: number | null;
}>;

function measured(till: OpenTill, item: Item, { grams, amountMinor, pieces }: Measure): Goods {
  const labelMinor = amountMinor === 0 ? null : amountMinor;
  if (grams !== null) {
    const quantity = quantityOfGrams(grams, item.unit);
    if (quantity === null) return { item, quantity: grams, unit: 'kg', labelMinor };
    return { item, quantity, unit: item.unit, labelMinor };
  }
  if (isCounted(item.unit)) return { ...byPiece(item), quantity: (pieces ?? 1) * one, labelMinor };
  // Only a price: how much there is of it is what that buys today.
  const { priceMinor } = pricedOn(item, bookingDate(till));
  const buys = labelMinor === null || priceMinor === 0;
  const step = quantityStep(item.unit);
  const quantity = buys ? 0 : multiplyRounded(labelMinor, one / step, priceMinor) * step;
  return { item, quantity, unit: item.unit, labelMinor };
}
