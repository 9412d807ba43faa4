/**
 * What people do in a shop from morning to night: cashiers, customers, a manager, and a cable that is pulled. Every
 * command goes to the auditor and through the same channels as from the page.
 */
import type { DayClosedBody } from '../../domain/day/facts.ts';
import { cardDeck } from './card-customer.ts';
import { type CastMember, cast } from './cast.ts';
import { book, type Day, serveCustomer } from './customer.ts';
import { PowerCut } from './power-cut.ts';
import { signIn } from './sign-in.ts';

const minuteMs = 60_000;
const floatDenominations = { '5000': 4, '1000': 20, '500': 10, '100': 40, '50': 20 };

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
  await start(day, day.operator);
  // The first customers come at about eight.
  await shop.pass(20 * minuteMs);
}

/** The float is counted once a day, and takes a while. */
function start(day: Day, operator: CastMember): Promise<void> {
  const { shop, auditor, random } = day;
  return signIn(shop, operator, async () => {
    await shop.pass(random.integer(20, 60) * 1_000);
    auditor.floatCounted(worth(floatDenominations));
    return floatDenominations;
  });
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
  await day.shop.call('drawer.open', { reasonId: 'look' });
  day.auditor.drawerOpened();
  book(day);
  await moveCash(day);
  await handOver(day);
  await start(day, cast.evening);
  book(day);
}

/** The drawer is counted, with a note too few now and then, and the next one answers for what was counted. */
async function handOver(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const missingMinor = Math.min(random.pick([0, 0, 1_000]), auditor.expectedCashMinor());
  const countedMinor = auditor.expectedCashMinor() - missingMinor;
  await shop.call('drawer.count', { denominations: inCoins(countedMinor) });
  const reasonId = missingMinor === 0 ? null : 'change';
  const { differenceMinor } = await shop.call('drawer.handOver', { reasonId });
  auditor.compare('difference at the handover', 0 - missingMinor, differenceMinor);
  auditor.handedOver(differenceMinor);
  book(day);
  day.operator = cast.evening;
  await shop.pass(30_000);
}

/** Change from the bank, a parcel paid for, and most of the rest into the safe. */
async function moveCash(day: Day): Promise<void> {
  const { shop, auditor, random } = day;
  const inMinor = random.integer(1, 200) * 100;
  const outMinor = random.integer(1, 9_999);
  const dropMinor = random.integer(1, 300) * 100;
  const moves = [
    { way: 'pay-in', amountMinor: inMinor, reasonId: 'change' },
    { way: 'pay-out', amountMinor: outMinor, reasonId: 'postage' },
    { way: 'safe-drop', amountMinor: dropMinor, bag: 'B-0412' },
  ] as const;
  for (const move of moves) {
    await shop.call('cash.move', move);
    auditor.cashMoved(move.way, move.amountMinor);
    book(day);
  }
}

async function leave(day: Day, next: CastMember): Promise<void> {
  day.operator = next;
  await day.shop.call('till.signOut', {});
  await day.shop.pass(30_000);
  await start(day, next);
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
  const missingMinor = random.pick([0, 0, 0, 100, -500, 1_000]);
  const countedMinor = Math.max(0, auditor.expectedCashMinor() - missingMinor);
  const { businessDate } = await shop.call('day.preview', {});
  const denominations = inCoins(countedMinor);
  const { due } = await shop.call('day.count', { businessDate, denominations });
  auditor.compare('expected at the close', auditor.expectedCashMinor(), due?.expectedMinor);
  const closed = await shop.call('day.close', {
    businessDate,
    reasonId: missingMinor === 0 ? null : 'change',
    accepts: ['hour', 'holds'],
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
  if (!closed) await start(day, day.operator);
  auditor.settleAfterCut(shop.journal().filter((entry) => entry.seq > day.bookedSeq));
  if (closed) return;
  const basket = await shop.call('basket.view', {});
  if (basket.lines.length > 0) await shop.call('basket.abandon', { saleId: basket.id });
  auditor.startOver(basket.lines.length > 0);
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
