/** A customer at the counter: what they bring, how they change their minds, and how they pay in the end. */

import { nameIn } from '../../domain/basics/names.ts';
import type { BasketView } from '../../domain/contract/ipc.ts';
import { weighedCode } from '../../domain/goods/code.ts';
import type { Item } from '../../domain/goods/item.ts';
import type { Auditor } from './auditor.ts';
import { type CardCase, payAtPad } from './card-customer.ts';
import { type CastMember, cast } from './cast.ts';
import type { SeededRandom } from './random.ts';
import type { Shop } from './shop.ts';

export type Day = {
  readonly shop: Shop;
  readonly auditor: Auditor;
  readonly random: SeededRandom;
  readonly items: readonly Item[];
  readonly sales: number;
  readonly deck: () => CardCase;
  /** Who should be signed in now; after a power cut they sign in again. */
  operator: CastMember;
  /** The last entry of the journal whose consequences the auditor has booked. */
  bookedSeq: number;
  networkUp: boolean;
};

/** From the first customer to the last: 08:00 to 21:00. */
const sellingMs = 13 * 3_600_000;

/** What a scanner may also bring, and what the till must say to it. The card number is a test card's. */
const badCodes = [
  ['6999999999997', 'barcode-unknown'],
  ['6901234567891', 'check-digit-wrong'],
  ['4111111111111111', 'payment-card-scanned'],
  ['abc', 'barcode-unreadable'],
] as const;

/** From the first thing on the counter to the last coin. */
export async function serveCustomer(day: Day): Promise<void> {
  const { shop, random, sales } = day;
  const gapMs = sellingMs / sales;
  await shop.pass(random.integer(Math.floor(gapMs * 0.3), Math.floor(gapMs * 1.2)));
  await fillBasket(day);
  await changeTheirMinds(day);
  if (day.auditor.lines().length === 0 || random.chance(0.04)) return giveUp(day);
  if (day.auditor.dueMinor() > 0 && random.chance(day.networkUp ? 0.42 : 0.1)) {
    if (await payByCard(day)) return;
    if (random.chance(0.2)) return giveUp(day);
  }
  await payInCash(day);
}

async function fillBasket(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const things = random.pick([1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12]);
  for (let thing = 0; thing < things; thing += 1) {
    await shop.pass(random.integer(1_200, 5_000));
    const item = random.pick(day.items);
    const view = await takeItem(day, item);
    auditor.checkBasket(view);
    book(day);
  }
  if (random.chance(0.05)) {
    const [code, kind] = random.pick(badCodes);
    auditor.compare(`code ${code}`, kind, await shop.refusal('basket.scan', { code }));
  }
}

/** Scans what has a code, weighs what is sold by weight, searches for the rest and now and then for the others too. */
async function takeItem({ shop, auditor, random }: Day, item: Item): Promise<BasketView> {
  if (item.unit === 'kg') {
    const grams = random.integer(80, 3_500);
    auditor.added(item, grams);
    return shop.onCounter('basket.scan', { code: weighedCode(item.sku.slice(-5), grams) });
  }
  if (item.barcode !== null && random.chance(0.85)) {
    auditor.added(item, 1_000);
    return shop.onCounter('basket.scan', { code: item.barcode });
  }
  const text = random.chance(0.5) && item.pinyin !== '' ? item.pinyin : nameIn(item.name, 'zh-CN');
  const found = await shop.call('catalogue.search', { text });
  auditor.compare(
    `search for ${text}`,
    true,
    found.some((other) => other.sku === item.sku),
  );
  const quantity = random.integer(1, 3) * 1_000;
  auditor.added(item, quantity);
  return shop.onCounter('basket.add', { sku: item.sku, quantity });
}

async function changeTheirMinds(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const piece = auditor.lines().find((line) => line.item.unit === 'piece');
  if (piece && random.chance(0.12)) {
    const quantity = random.integer(2, 9) * 1_000;
    auditor.quantitySet(piece.line, quantity);
    auditor.checkBasket(await shop.onCounter('basket.setQuantity', { line: piece.line, quantity }));
  }
  if (random.chance(0.08)) {
    const { line } = random.pick(auditor.lines());
    auditor.removed(line);
    auditor.checkBasket(await shop.onCounter('basket.remove', { line }));
  }
  if (auditor.lines().length > 0 && random.chance(0.04)) {
    const { line, item } = random.pick(auditor.lines());
    const priceMinor = Math.floor((item.priceMinor * random.integer(50, 95)) / 100);
    const { number, pin } = cast.manager;
    const by = { number, pin };
    const view = await shop.onCounter(
      'basket.overridePrice',
      { line, priceMinor, reasonId: null },
      by,
    );
    auditor.overridden(line, priceMinor);
    auditor.checkBasket(view);
  }
  book(day);
}

async function giveUp(day: Day): Promise<void> {
  const { id: saleId } = await day.shop.call('basket.view', {});
  const view = await day.shop.onCounter('basket.abandon', { saleId });
  day.auditor.abandoned();
  day.auditor.checkBasket(view);
  book(day);
}

async function payInCash(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const basket = await shop.call('basket.view', {});
  // Bounded below by one: a customer who owes nothing still puts a coin on the counter and gets it back.
  const exact = Math.max(1, auditor.cashDueMinor());
  const named = { saleId: basket.id, amountMinor: auditor.cashDueMinor() };
  const tenderedMinor = random.pick([exact, exact, ...basket.quickCashMinor, exact + 10_000]);
  if (exact > 1 && random.chance(0.03)) {
    const tooLittle = { ...named, tenderedMinor: exact - 1 };
    auditor.compare(
      'too little',
      'tender-too-small',
      await shop.refusal('sale.payCash', tooLittle),
    );
  }
  auditor.soldForCash(await shop.call('sale.payCash', { ...named, tenderedMinor }), tenderedMinor);
  book(day);
  await shop.pass(random.integer(2_000, 9_000));
}

/** Whether the card paid. */
async function payByCard(day: Day): Promise<boolean> {
  const { shop, auditor } = day;
  const { id } = await shop.call('basket.view', {});
  const { outcome, view } = await payAtPad(day, day.networkUp ? day.deck() : 'no-network');
  const [last] = await shop.call('sale.recent', {});
  auditor.paidByCard(outcome, view, last ?? null);
  auditor.compare('sold by card', outcome === 'approved', last?.saleId === id);
  book(day);
  await shop.pass(4_000);
  return outcome === 'approved';
}

/** What the journal holds by now, the auditor knows. */
export function book(day: Day): void {
  day.bookedSeq = day.shop.headSeq();
}
