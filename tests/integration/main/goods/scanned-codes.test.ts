/** What a code is on its way into the basket, whatever road it came: B09, B11, B13. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gtinCheckDigit } from '../../../../domain/basics/check-digit.ts';
import type { Item } from '../../../../domain/goods/item.ts';
import { items } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

const whole = (body: string) => body + gtinCheckDigit(body);
const [water, apples] = ['10001', '20012'].map((sku) => items.find((item) => item.sku === sku)) as [
  Item,
  Item,
];
const goods: readonly Item[] = [
  { ...water, sku: '20030', barcode: '0036000291452', favourite: null },
  { ...water, sku: '20031', barcode: whole('290000000001'), favourite: null },
  { ...apples, sku: '20001', priceMinor: 1_180 },
  { ...apples, sku: '20040', barcode: '9506000134352', priceMinor: 1_180 },
];

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({
    settings: { labels: ['21IIIIIAAAAAC', '20IIIIIWWWWWC', '26IIIIIWWWWWAAAAAC'] },
  });
  await shop.office.admin.putItems(shop.office.store, goods);
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
});
afterEach(() => shop.close());

const scanned = async (code: string) => {
  const { lines } = await shop.onCounter('basket.scan', { code });
  const last = lines.at(-1);
  return last && [last.sku, last.quantity, last.totalMinor];
};

it('one item is found by every way of writing its code', async () => {
  const ways = [
    '036000291452',
    '0036000291452',
    '00036000291452',
    ']E0036000291452',
    '*036000291452',
    '0 36000 29145 2',
    '0100036000291452',
    '036000291452\r\n',
  ];
  for (const code of ways) await shop.call('basket.scan', { code });
  const { lines } = await shop.call('basket.view', {});
  expect(lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
    ['20030', ways.length * 1_000],
  ]);
  expect(await shop.refusal('basket.scan', { code: '036000291453' })).toBe('check-digit-wrong');
  expect(await shop.refusal('basket.scan', { code: '490154203237518' })).toBe('barcode-unreadable');
});

it("a customer's payment code is no goods, and is kept nowhere", async () => {
  await shop.fill();
  const codes = [
    ['wechat', '134567890123456789'],
    ['no layout for 28', '284567890123456785'],
    ['a layout, and no such item', '269999900350004139'],
  ] as const;
  for (const [what, code] of codes) {
    expect(await shop.refusal('basket.scan', { code }), what).toBe('payment-code-scanned');
    expect(JSON.stringify([shop.journal(), shop.events, shop.logged]), what).not.toContain(code);
  }
});

describe('a label of the shop', () => {
  it('is weight, price or both by its prefix, and the label is what is paid', async () => {
    expect(await scanned('2120001003508')).toEqual(['20001', 297, 350]);
    expect(await scanned(whole('202000100350'))).toEqual(['20001', 350, 413]);
    expect(await scanned(whole('26200010035000413'))).toEqual(['20001', 350, 413]);
    // Printed yesterday, when it cost less.
    expect(await scanned(whole('26200010035000400'))).toEqual(['20001', 350, 400]);
    const view = await shop.call('basket.view', {});
    expect(view.totals).toMatchObject({ dueMinor: 350 + 413 + 413 + 400, discountMinor: 0 });
    const { saleId } = await shop.payCash(2_000);
    expect(shop.journal().find(({ kind }) => kind === 'sale-completed')?.body).toMatchObject({
      saleId,
      totalMinor: 1_576,
    });
  });

  it('costs what its weight does once somebody has changed it', async () => {
    await scanned('2120001003508');
    const view = await shop.onCounter('basket.setQuantity', { line: 1, quantity: 1_000 });
    expect(view.lines[0]).toMatchObject({ totalMinor: 1_180 });
    expect(view.lines[0]).not.toHaveProperty('labelMinor');
  });

  it('whose prefix is not set is refused, unless an item has it as its barcode', async () => {
    expect(await shop.refusal('basket.scan', { code: whole('222000100350') })).toBe(
      'label-not-set',
    );
    expect(await shop.refusal('basket.scan', { code: whole('21200010035000413') })).toBe(
      'label-not-set',
    );
    expect(await scanned(whole('290000000001'))).toEqual(['20031', 1_000, 350]);
  });
});

it('a GS1 code brings its weight and price, and goods past their date are refused', async () => {
  expect(await scanned(']C101095060001343523103000350')).toEqual(['20040', 350, 413]);
  expect(await scanned(']d2010950600013435231030003503922400')).toEqual(['20040', 350, 400]);
  expect(await shop.refusal('basket.scan', { code: ']C10109506000134352310300035015240131' })).toBe(
    'item-past-date',
  );
});
