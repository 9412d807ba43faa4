/**
 * What people do in a shop from morning to night: cashiers, customers, a manager, and a cable that is pulled. Every
 * command goes to the auditor and through the same channels as from the page.
 */
import { weighedCode } from '../../domain/barcode.ts';
import type { Item } from '../../domain/catalogue.ts';
import type { BasketView } from '../../domain/contract/ipc.ts';
import type { DayClosedBody } from '../../domain/journal-entry.ts';
import type { Auditor } from './auditor.ts';
import { type CardCase, cardDeck, payAtPad } from './card-customer.ts';
import { type CastMember, cast } from './cast.ts';
import { PowerCut } from './power-cut.ts';
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

const minuteMs = 60_000;
/** From the first customer to the last: 08:00 to 21:00. */
const sellingMs = 13 * 60 * minuteMs;
const floatDenominations = { '5000': 4, '1000': 20, '500': 10, '100': 40, '50': 20 };

/** What a scanner may also bring, and what the till must say to it. The card number is a test card's. */
const badCodes = [
  ['6999999999997', 'barcode-unknown'],
  ['6901234567891', 'barcode-unreadable'],
  ['4111111111111111', 'payment-card-scanned'],
  ['abc', 'barcode-unreadable'],
] as const;

type Act = Readonly<{ what: string; run: (day: Day) => Promise<void> }>;

export function createDay(
  parts: Pick<Day, 'shop' | 'auditor' | 'random' | 'items' | 'sales'>,
): Day {
  const deck = cardDeck(parts.random);
  return {
    ...parts,
    deck,
    operator: cast.morning,
    bookedSeq: 0,
    networkUp: true,
  };
}

/** Lives the day. A power cut on the way ends one act; after it the shop is opened again and the day goes on. */
export async function playDay(day: Day): Promise<void> {
  for (const act of planOf(day)) {
    try {
      await act.run(day);
    } catch (thrown) {
      if (!(thrown instanceof PowerCut)) throw inAct(act.what, thrown);
      await afterPowerCut(day);
      if (act.what === 'close') await closeIfOpen(day);
    }
    day.bookedSeq = day.shop.headSeq();
  }
}

function planOf(day: Day): Act[] {
  const { random, sales } = day;
  const at = (share: number): number => Math.floor(sales * share);
  const specials = new Map<number, Act[]>();
  const plan = (before: number, what: string, run: Act['run']): void => {
    const customer = Math.min(before, sales - 1);
    specials.set(customer, [...(specials.get(customer) ?? []), { what, run }]);
  };
  const cutFrom = at(0.3) + random.integer(0, at(0.1));
  const noPaperFrom = at(0.65) + random.integer(0, at(0.1));
  plan(at(0.15), 'lock', stepAway);
  plan(cutFrom, 'network cut', (shopDay) => setNetwork(shopDay, false));
  plan(cutFrom + Math.max(2, at(0.08)), 'network back', (shopDay) => setNetwork(shopDay, true));
  plan(at(0.5), 'shift change', changeShift);
  plan(noPaperFrom, 'paper out', async ({ shop }) => shop.counter.printer.setPaper('out'));
  plan(noPaperFrom + 3, 'paper in', putPaperIn);
  plan(at(0.8), 'clock set back', setClockBack);
  plan(at(0.85), 'lock', stepAway);
  const acts: Act[] = [{ what: 'open', run: open }];
  for (let customer = 0; customer < sales; customer += 1) {
    acts.push(...(specials.get(customer) ?? []), { what: 'customer', run: serveCustomer });
  }
  return [...acts, { what: 'close', run: close }];
}

async function open(day: Day): Promise<void> {
  const { shop, auditor } = day;
  auditor.compare('before sign-in', 'not-signed-in', await shop.refusal('basket.view', {}));
  await signIn(day, day.operator);
  // The first customers come at about eight.
  await shop.pass(20 * minuteMs);
}

/** Through the eight steps, answering what is asked of a person. */
async function signIn(day: Day, operator: CastMember): Promise<void> {
  const { shop, auditor, random } = day;
  const { number, pin } = operator;
  await shop.call('signIn.begin', { number, pin });
  for (;;) {
    const { phase } = await shop.call('till.state', {});
    if (phase === 'open') return;
    const view = await shop.call('signIn.view', {});
    if (view.verdict === 'blocked') throw new Error(`sign-in: ${JSON.stringify(view.steps)}`);
    if (view.waitsFor === 'seals') await shop.call('signIn.confirmSeals', { intact: true });
    if (view.waitsFor === 'float') {
      await shop.pass(random.integer(20, 60) * 1_000);
      auditor.floatCounted(worth(floatDenominations));
      await shop.call('signIn.countFloat', { denominations: floatDenominations });
    }
    await shop.pass(500);
  }
}

async function serveCustomer(day: Day): Promise<void> {
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
    return shop.call('basket.scan', { code: weighedCode(item.sku.slice(-5), grams) });
  }
  if (item.barcode !== null && random.chance(0.85)) {
    auditor.added(item, 1_000);
    return shop.call('basket.scan', { code: item.barcode });
  }
  const text = random.chance(0.5) && item.pinyin !== '' ? item.pinyin : item.name.zh;
  const found = await shop.call('catalogue.search', { text });
  auditor.compare(
    `search for ${text}`,
    true,
    found.some((other) => other.sku === item.sku),
  );
  const quantity = random.integer(1, 3) * 1_000;
  auditor.added(item, quantity);
  return shop.call('basket.add', { sku: item.sku, quantity });
}

async function changeTheirMinds(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const piece = auditor.lines().find((line) => line.item.unit === 'piece');
  if (piece && random.chance(0.12)) {
    const quantity = random.integer(2, 9) * 1_000;
    auditor.quantitySet(piece.line, quantity);
    auditor.checkBasket(await shop.call('basket.setQuantity', { line: piece.line, quantity }));
  }
  if (random.chance(0.08)) {
    const { line } = random.pick(auditor.lines());
    auditor.removed(line);
    auditor.checkBasket(await shop.call('basket.remove', { line }));
  }
  if (auditor.lines().length > 0 && random.chance(0.04)) {
    const { line, item } = random.pick(auditor.lines());
    const priceMinor = Math.floor((item.priceMinor * random.integer(50, 95)) / 100);
    const { number, pin } = cast.manager;
    const view = await shop.call('basket.overridePrice', {
      line,
      priceMinor,
      approval: { number, pin },
    });
    auditor.overridden(line, priceMinor);
    auditor.checkBasket(view);
  }
  book(day);
}

async function giveUp(day: Day): Promise<void> {
  const view = await day.shop.call('basket.abandon', {});
  day.auditor.abandoned();
  day.auditor.checkBasket(view);
  book(day);
}

async function payInCash(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const basket = await shop.call('basket.view', {});
  // Bounded below by one: a customer who owes nothing still puts a coin on the counter and gets it back.
  const exact = Math.max(1, auditor.cashDueMinor());
  const tenderedMinor = random.pick([exact, exact, ...basket.quickCashMinor, exact + 10_000]);
  if (exact > 1 && random.chance(0.03)) {
    const tooLittle = { tenderedMinor: exact - 1 };
    auditor.compare(
      'too little',
      'tender-too-small',
      await shop.refusal('sale.payCash', tooLittle),
    );
  }
  auditor.soldForCash(await shop.call('sale.payCash', { tenderedMinor }), tenderedMinor);
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

/** Steps away from the till; comes back, mistypes the PIN once. */
async function stepAway(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  await shop.call('till.lock', {});
  auditor.compare('locked', 'till-locked', await shop.refusal('basket.view', {}));
  await shop.pass(random.integer(2, 15) * minuteMs);
  const { number, pin } = day.operator;
  const wrong = { number, pin: `${pin}9` };
  auditor.compare('wrong PIN', 'pin-wrong', await shop.refusal('till.unlock', wrong));
  await shop.call('till.unlock', { number, pin });
}

/** The manager looks in between two cashiers. */
async function changeShift(day: Day): Promise<void> {
  await leave(day, cast.manager);
  await lookAtX(day);
  await day.shop.call('drawer.open', {});
  day.auditor.drawerOpened();
  book(day);
  await leave(day, cast.evening);
}

async function leave(day: Day, next: CastMember): Promise<void> {
  day.operator = next;
  await day.shop.call('till.signOut', {});
  await day.shop.pass(30_000);
  await signIn(day, next);
  book(day);
}

/** Somebody puts the clock right by their watch. Whatever waits goes on waiting as long as it would have. */
async function setClockBack({ shop }: Day): Promise<void> {
  shop.clock.set(shop.clock.now() - 4 * minuteMs);
  await shop.pass(minuteMs);
}

async function lookAtX({ shop, auditor }: Day): Promise<void> {
  auditor.checkTotals('X', (await shop.call('report.x', {})).totals);
}

async function setNetwork(day: Day, up: boolean): Promise<void> {
  day.networkUp = up;
  await day.shop.setNetwork(up);
  // A cable put back is noticed by the next try.
  if (up) await day.shop.pass(minuteMs);
}

async function putPaperIn({ shop, auditor }: Day): Promise<void> {
  shop.counter.printer.setPaper('ok');
  const [last] = await shop.call('sale.recent', {});
  if (!last) return;
  await shop.call('sale.printReceipt', { saleId: last.saleId });
  auditor.compare(
    'reprint',
    'sale-unknown',
    await shop.refusal('sale.receipt', { saleId: 'none' }),
  );
}

async function close(day: Day): Promise<void> {
  await leave(day, cast.manager);
  await lookAtX(day);
  await closeIfOpen(day);
}

async function closeIfOpen(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  if (shop.journal().some((entry) => entry.kind === 'day-closed')) return;
  const preview = await shop.call('day.preview', {});
  auditor.checkTotals('close', preview.totals);
  const missingMinor = random.pick([0, 0, 0, 100, -500, 1_000]);
  const countedMinor = Math.max(0, auditor.expectedCashMinor() - missingMinor);
  const closed = await shop.call('day.close', {
    businessDate: preview.businessDate,
    denominations: inCoins(countedMinor),
    reason: missingMinor === 0 ? null : '找零误差',
  });
  auditor.compare('difference', 0 - missingMinor, closed.differenceMinor);
  const z = shop.journal().find((entry) => entry.kind === 'day-closed');
  auditor.checkZ(z?.body as unknown as DayClosedBody, countedMinor, 1);
  await shop.pass(5 * minuteMs);
}

/** The shop again after a power cut: start, sign in, and find out what had become of the command under way. */
async function afterPowerCut(day: Day): Promise<void> {
  const { shop, auditor } = day;
  await shop.restart();
  day.networkUp = true;
  const closed = shop.journal().some((entry) => entry.kind === 'day-closed');
  if (!closed) await signIn(day, day.operator);
  auditor.settleAfterCut(shop.journal().filter((entry) => entry.seq > day.bookedSeq));
  if (closed) return;
  const basket = await shop.call('basket.view', {});
  if (basket.lines.length > 0) await shop.call('basket.abandon', {});
  auditor.startOver(basket.lines.length > 0);
}

function book(day: Day): void {
  day.bookedSeq = day.shop.headSeq();
}

function worth(denominations: Readonly<Record<string, number>>): number {
  return Object.entries(denominations).reduce(
    (sum, [coin, count]) => sum + Number(coin) * count,
    0,
  );
}

/** The amount in as few notes and coins as there are. */
function inCoins(amountMinor: number): Record<string, number> {
  const counted: Record<string, number> = {};
  let left = amountMinor;
  for (const coin of [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 1]) {
    const count = Math.floor(left / coin);
    if (count > 0) counted[coin] = count;
    left -= count * coin;
  }
  return counted;
}

function inAct(what: string, cause: unknown): Error {
  return new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
