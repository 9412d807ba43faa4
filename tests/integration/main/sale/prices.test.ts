import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Promotion } from '../../../../domain/prices/promotion.ts';
import { systemClock, systemRandom } from '../../../../main/machine/clock.ts';
import { createAccount } from '../../../../server/accounts/accounts.ts';
import { newVisitor, password } from '../../../helpers/console-visitor.ts';
import { items } from '../../../helpers/office.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

const dayMs = 24 * 3_600_000;
const manager = { number: people.manager.number, pin: people.manager.pin };
let shop: Shop;
let today: string;

beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  today = (await shop.state()).businessDate;
});
afterEach(() => shop.close());

/** Sets the till's clock to a time of a day in Shanghai, days after today. */
function setClock(days: number, hours: number): void {
  const midnight = Math.floor((Date.now() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  shop.shiftMs = midnight + days * dayMs + hours * 3_600_000 - Date.now();
}

function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

function promotion(more: Partial<Promotion>): Promotion {
  return {
    id: 'P1',
    name: { zh: '买二送一', en: 'Three for two' },
    from: today,
    until: today,
    skus: ['10001'],
    categories: [],
    rule: { kind: 'buy-get', buy: 2, free: 1 },
    withdrawn: false,
    ...more,
  };
}

it('a price from tomorrow reaches the till by pull and stands from the next business date on', async () => {
  const water = items.find(({ sku }) => sku === '10001');
  if (!water) throw new Error('no water');
  const prices = [{ from: dateAfter(today, 1), priceMinor: 400 }];
  await shop.office.admin.putItems(shop.office.store, [{ ...water, prices }]);
  await shop.signIn();
  const shown = async () => (await shop.call('catalogue.favourites', {}))[0];
  expect(await shown()).toEqual(water);
  expect((await shop.onCounter('basket.scan', { code: codes.water })).totals.dueMinor).toBe(350);

  // Past midnight and past the cut-over it is still this shift's sale, at this shift's prices.
  await shop.office.setReachable(false);
  setClock(1, 5);
  expect((await shop.state()).pastCutOver).toBe(true);
  expect(await shop.payCash(400)).toMatchObject({
    businessDate: today,
    totalMinor: 350,
  });

  expect((await shop.signIn()).verdict).toBe('may-open');
  expect(await shown()).toEqual({ ...water, priceMinor: 400 });
  const found = await shop.call('catalogue.search', { text: 'kqs' });
  expect(found.map(({ priceMinor }) => priceMinor)).toEqual([400]);
  expect((await shop.onCounter('basket.scan', { code: codes.water })).totals.dueMinor).toBe(400);
});

it('a promotion of the back office is on the line, in the journal, on paper and in the totals', async () => {
  await shop.office.admin.putPromotions(shop.office.store, [promotion({})]);
  await shop.signIn();
  await shop.call('basket.scan', { code: codes.apples });
  const line = { line: 2, quantity: 3_000 };
  await shop.call('basket.scan', { code: codes.water });
  const view = await shop.onCounter('basket.setQuantity', line);
  expect(view.lines[1]).toMatchObject({
    priceMinor: 350,
    totalMinor: 700,
    discounts: [{ source: 'promotion', id: 'P1', minor: 350 }],
  });
  expect(view.totals).toMatchObject({ listMinor: 2_000, discountMinor: 350, dueMinor: 1_650 });

  const { saleId } = await shop.payCash(2_000);
  const sold = shop.journal().find(({ kind }) => kind === 'sale-completed');
  expect(sold?.body).toMatchObject({ discountMinor: 350, totalMinor: 1_650 });
  const rows = (await shop.call('sale.receipt', { saleId })).flatMap((block) =>
    block.kind === 'row' ? [`${block.left.trim()} ${block.right}`] : [],
  );
  expect(rows).toContain('3 × 3.50 10.50');
  expect(rows).toContain('买二送一 -3.50');
  const totals = shop.db.totals(today);
  expect(totals.figures).toMatchObject({
    sales: { count: 1, minor: 1_650 },
    discount: { minor: -350 },
    cash: { count: 1, minor: 1_650 },
  });
  expect(Object.values(totals.tax).reduce((sum, tax) => sum + tax.grossMinor, 0)).toBe(1_650);
});

it('a promotion that the back office ends is gone with the next change of the basket', async () => {
  await shop.office.admin.putPromotions(shop.office.store, [
    promotion({ rule: { kind: 'percent-off', basisPoints: 1_000 }, categories: ['drinks'] }),
  ]);
  await shop.signIn();
  expect((await shop.onCounter('basket.scan', { code: codes.milk })).totals.dueMinor).toBe(1_161);

  // Whoever may, decides: no promotion on top of it.
  expect(
    (
      await shop.onCounter(
        'basket.overridePrice',
        { line: 1, priceMinor: 1_200, reasonId: null },
        manager,
      )
    ).totals.dueMinor,
  ).toBe(1_200);
  await shop.call('basket.remove', { line: 1 });

  await shop.office.admin.putPromotions(shop.office.store, [promotion({ withdrawn: true })]);
  await shop.call('till.syncNow', {});
  expect((await shop.onCounter('basket.scan', { code: codes.milk })).totals.dueMinor).toBe(1_290);
});

it('a basket with a promotion comes back after a crash as it was', async () => {
  await shop.office.admin.putPromotions(shop.office.store, [promotion({})]);
  await shop.signIn();
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('basket.setQuantity', { line: 1, quantity: 3_000 });
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  const view = await shop.call('basket.view', {});
  expect(view.lines[0]).toMatchObject({ totalMinor: 700, discounts: [{ id: 'P1' }] });
  await shop.payCash(700);
  await until(() => shop.kinds().includes('receipt-printed'), 'printed');
});

it('somebody taken on in the console signs in at the till with the temporary PIN, and changes it', async () => {
  const { app, books, store } = shop.office;
  const desk = { db: books.db, clock: systemClock, random: systemRandom };
  const boss = { name: 'boss', fullName: 'Boss', role: 'head-office', stores: null } as const;
  await createAccount(desk, boss, password);
  const visitor = newVisitor(app);
  await visitor.logIn('boss');
  const form = { number: '3001', name: '新人', role: 'cashier', locale: 'zh-CN' };
  const page = await (await visitor.post(`/operators?store=${store}`, form)).text();
  const pin = /data-testid="temporary-pin">(\d+)</.exec(page)?.[1] ?? '';

  await shop.call('till.syncNow', {});
  const from = shop.events.length;
  expect((await shop.signInAfter('signIn.begin', { number: '3001', pin })).waitsFor).toBe(
    'new-secret',
  );
  await shop.call('signIn.changeSecret', { pin: '714082' });
  expect((await shop.finishSignIn(from)).verdict).toBe('may-open');
  const kept = async () => (await shop.office.admin.findOperator(store, '3001'))?.value;
  await shop.call('till.syncNow', {});
  expect(await kept()).toMatchObject({ mustChangeSecret: false });
});
