/** Baskets at the edge of what a till accepts. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { weighedCode } from '../../../../domain/goods/code.ts';
import { linesMax } from '../../../../domain/sale/basket.ts';
import { items } from '../../../helpers/office.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
});
afterEach(() => shop.close());

const manager = { number: people.manager.number, pin: people.manager.pin };

it('a basket takes as many lines as a receipt may have, and no more, and is sold and sent whole', {
  timeout: 120_000,
}, async () => {
  for (let line = 1; line <= linesMax; line += 1) {
    await shop.call('basket.scan', { code: weighedCode('20012', 1_000 + line) });
  }
  expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('basket-full');
  const { lines, totals } = await shop.call('basket.view', {});
  expect(lines).toHaveLength(linesMax);
  const sum = lines.reduce((minor, { totalMinor }) => minor + totalMinor, 0);
  expect(totals.dueMinor).toBe(sum);
  const sale = await shop.payCash(10_000_000);
  expect(sale).toMatchObject({ pieces: linesMax, totalMinor: sum });
  await shop.call('till.syncNow', {});
  const arrived = await shop.office.entries();
  expect(arrived.filter(({ kind }) => kind === 'sale-completed')).toHaveLength(1);
});

it('a quantity of nothing is refused wherever it is typed', async () => {
  await shop.fill();
  const before = await shop.call('basket.view', {});
  expect(await shop.refusal('basket.setQuantity', { line: 1, quantity: 0 })).toBe('bad-request');
  expect(await shop.refusal('basket.add', { sku: '10001', quantity: 0 })).toBe('bad-request');
  expect(await shop.refusal('basket.add', { sku: '10001', quantity: -1_000 })).toBe('bad-request');
  expect(await shop.call('basket.view', {})).toEqual(before);
});

it('a price above the list adds up as well as one below, on the sale and on the Z', async () => {
  await shop.fill();
  const view = await shop.onCounter(
    'basket.overridePrice',
    { line: 1, priceMinor: 500, reasonId: null },
    manager,
  );
  expect(view.totals).toMatchObject({ listMinor: 1_300, discountMinor: -150, dueMinor: 1_450 });
  const sale = await shop.payCash(1_450);
  expect(sale).toMatchObject({ totalMinor: 1_450, changeMinor: 0 });
  await shop.call('till.signOut', {});
  await shop.signIn('manager');
  const { totals } = await shop.call('report.x', {});
  expect(totals.figures).toMatchObject({
    sales: { minor: 1_450 },
    discount: { minor: 150 },
    overrides: { count: 1 },
  });
});

it.each([
  ['is given away', 0],
  ['costs less than the smallest coin', 4],
])('what %s is sold for nothing in cash', async (_what, priceMinor) => {
  await shop.call('basket.scan', { code: codes.water });
  const view = await shop.onCounter(
    'basket.overridePrice',
    { line: 1, priceMinor, reasonId: null },
    manager,
  );
  expect(view).toMatchObject({ totals: { dueMinor: priceMinor }, cashDueMinor: 0 });
  const sale = await shop.payCash(0);
  expect(sale).toMatchObject({ totalMinor: priceMinor, tenderedMinor: 0, changeMinor: 0 });
});

it('an item withdrawn or dearer since it was put in the basket is sold as it was', async () => {
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('basket.scan', { code: codes.milk });
  const changed = items.map((item) =>
    item.sku === '10001'
      ? { ...item, withdrawn: true }
      : item.sku === '10002'
        ? { ...item, priceMinor: 1_490 }
        : item,
  );
  await shop.office.admin.putItems(shop.office.store, changed);
  await shop.call('till.syncNow', {});
  expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('item-withdrawn');
  const view = await shop.onCounter('basket.scan', { code: codes.milk });
  expect(view.lines.map(({ priceMinor }) => priceMinor)).toEqual([350, 1_290, 1_490]);
  await shop.call('basket.setQuantity', { line: 1, quantity: 2_000 });
  const sale = await shop.payCash(5_000);
  expect(sale.totalMinor).toBe(2 * 350 + 1_290 + 1_490);
});
