/** Cash that moves without a sale: a fact each, within the right, on paper, in the drawer and in every sum. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { storedTotals } from '../../../../domain/reports/stored-totals.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { paperText } from '../../../helpers/paper-text.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  const day = { afterClose: 'further-session', cashCount: 'open' } as const;
  shop = await openShop({ settings: { day } });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('cashier');
});
afterEach(() => shop.close());

const { number: cashier } = people.cashier;
const { manager } = people;
const approval = { number: manager.number, pin: manager.pin };
const payIn = (amountMinor: number) =>
  ({ way: 'pay-in', amountMinor, reasonId: 'change' }) as const;
const payOut = (amountMinor: number) =>
  ({ way: 'pay-out', amountMinor, reasonId: 'postage' }) as const;
const drop = (amountMinor: number) => ({ way: 'safe-drop', amountMinor, bag: 'B-0412' }) as const;

const moved = () =>
  shop
    .journal()
    .filter(({ kind }) => /^cash-(paid|dropped)/.test(kind) || kind === 'drawer-opened');
const say = speakerIn('zh-CN');
const slips = () =>
  shop.emulators.control.printer
    .receipts()
    .map(({ lines }) => lines.join('\n'))
    .filter((paper) => paper.includes(say('paper.signed')));

it('is a fact with its reason in the words of whoever chose it, opens the drawer and prints a slip', async () => {
  const { printer } = shop.emulators.control;
  for (const movement of [payIn(20_000), payOut(3_800), drop(40_000)]) {
    printer.shutDrawer();
    await shop.call('cash.move', movement);
    await until(() => printer.state().drawerOpen, `the drawer opens for a ${movement.way}`);
  }
  expect(moved()).toMatchObject([
    {
      kind: 'cash-paid-in',
      operator: cashier,
      body: { drawer: 'main', amountMinor: 20_000, reasonId: 'change', reason: '补充零钱' },
    },
    {
      kind: 'cash-paid-out',
      operator: cashier,
      body: { amountMinor: 3_800, reasonId: 'postage', reason: '快递邮费' },
    },
    { kind: 'cash-dropped', operator: cashier, body: { amountMinor: 40_000, bag: 'B-0412' } },
  ]);
  await until(() => slips().length === 3, 'three slips are on paper');
  const [, out, bag] = slips();
  expect(out).toContain(say('paper.paidOut'));
  expect(out).toContain('38.00');
  expect(out).toContain('快递邮费');
  expect(bag).toContain('B-0412');
});

it('refuses a bag’s number that is a payment card’s, and nothing is written', async () => {
  const bag = 'bag 4111 1111 1111 1111';
  expect(await shop.refusal('cash.move', { ...drop(40_000), bag })).toBe('card-number-typed');
  expect(moved()).toEqual([]);
});

it('above a cashier’s limit a pay-out wants somebody who may, who stands in the entry and on the slip', async () => {
  expect(await shop.refusal('cash.move', payOut(5_001))).toBe('approval-needed');
  expect(moved()).toEqual([]);
  await shop.call('cash.move', payOut(5_000));
  await shop.call('cash.move', payOut(5_001), approval);
  expect(moved().map(({ body }) => body.approvedBy)).toEqual([undefined, manager.number]);
  await until(() => slips().length === 2, 'both slips are on paper');
  expect(slips()[1]).toContain(shop.db.operators.find(manager.number)?.name);
});

it('a limit is not passed in parts: what somebody has paid out of these books counts, whoever held the till between', async () => {
  await shop.call('cash.move', payOut(3_000));
  // What a manager allowed is the manager's.
  await shop.call('cash.move', payOut(4_000), approval);
  await shop.call('till.signOut', {});
  await shop.signIn('other');
  await shop.call('cash.move', payOut(5_000));
  await shop.call('till.signOut', {});
  await shop.signIn('cashier');
  const refused = await shop.call('cash.move', payOut(2_001)).catch((thrown: Problem) => thrown);
  const { ask } = refused instanceof Problem ? refused.params : {};
  expect(await shop.call('approval.begin', { ask: String(ask) })).toMatchObject({
    amount: 2_001,
    asker: { limit: 2_000 },
  });
  await shop.call('approval.end', {});
  await shop.call('cash.move', payOut(2_000));
  await shop.call('till.signOut', {});

  await shop.signIn('manager');
  await closeDay(shop, { 100: 360 });
  await shop.signIn('cashier');
  // The books of a further session begin with nothing paid out.
  await shop.call('cash.move', payOut(5_000));
  expect(await shop.refusal('cash.move', payOut(1))).toBe('approval-needed');
});

it('nobody is asked to allow what is refused anyway', async () => {
  const gone = { ...payOut(9_000), reasonId: 'gone' };
  expect(await shop.refusal('cash.move', gone)).toBe('reason-gone');
  expect(await shop.refusal('drawer.open', { reasonId: 'gone' })).toBe('reason-gone');
});

it('a reason that is on no list is refused, with nothing written and no drawer opened', async () => {
  const gone = { ...payIn(100), reasonId: 'gone' };
  expect(await shop.refusal('cash.move', gone)).toBe('reason-gone');
  const open = { reasonId: 'gone' };
  expect(await shop.refusal('drawer.open', open, approval)).toBe('reason-gone');
  expect(moved()).toEqual([]);
  await shop.call('drawer.open', { reasonId: 'look' }, approval);
  expect(moved()).toMatchObject([
    {
      kind: 'drawer-opened',
      body: { reasonId: 'look', reason: '查看钱箱', approvedBy: manager.number },
    },
  ]);
});

it('the store’s own list is asked by from the next sync on', async () => {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  const reasons = {
    ...settings.reasons,
    'pay-out': [{ id: 'ice', name: { zh: '冰块', en: 'Ice' } }],
  };
  await shop.office.admin.putSettings(shop.office.store, { ...settings, reasons });
  await shop.call('till.syncNow', {});
  expect((await shop.state()).reasons).toEqual(reasons);
  expect(await shop.refusal('cash.move', payOut(100))).toBe('reason-gone');
  await shop.call('cash.move', { ...payOut(100), reasonId: 'ice' });
  expect(moved()).toMatchObject([{ body: { reasonId: 'ice', reason: '冰块' } }]);
});

it('moves what should be in the drawer, line by line, on X, close and Z, here and in the back office', async () => {
  await shop.fill();
  await shop.payCash(1_300);
  await shop.call('cash.move', payIn(20_000));
  await shop.call('cash.move', payOut(3_800));
  await shop.call('cash.move', drop(40_000));
  await shop.call('till.signOut', {});
  await shop.signIn('manager');
  const { totals, paper } = await shop.call('report.x', {});
  expect([
    figureOf(totals, 'paidIn'),
    figureOf(totals, 'paidOut'),
    figureOf(totals, 'dropped'),
  ]).toEqual([
    { count: 1, minor: 20_000 },
    { count: 1, minor: -3_800 },
    { count: 1, minor: -40_000 },
  ]);
  expect(paperText(paper)).toContain(say('paper.dropped'));

  const expectedMinor = 50_000 + 1_300 + 20_000 - 3_800 - 40_000;
  const { due, businessDate } = await shop.call('day.preview', {});
  expect(due).toMatchObject({ expectedMinor });
  expect(due?.lines).toContainEqual({ line: 'paidOut', count: 1, minor: -3_800 });
  const z = await closeDay(shop, { 100: expectedMinor / 100 });
  expect(z.differenceMinor).toBe(0);
  expect(paperText(z.paper)).toContain('-400.00');

  await shop.call('till.syncNow', {});
  const [there] = await shop.office.books.db
    .selectFrom('day_totals')
    .select('totals')
    .where('business_date', '=', businessDate)
    .execute();
  const books = storedTotals(there?.totals ?? '');
  expect(figureOf(books, 'dropped')).toEqual({ count: 1, minor: -40_000 });
});

it('cash that was moved opens the books of a date on which nothing was sold', async () => {
  await shop.call('cash.move', payIn(100));
  expect(shop.db.day().unclosedDates).toHaveLength(1);
});
