/** What head office makes of its shelves reaches the till, its promotions and its books. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Category } from '../../../../domain/goods/category.ts';
import { items } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const category = (id: string, parent: string | null, more: Partial<Category> = {}): Category => ({
  ...{ id, name: { zh: id, en: id }, colour: 'pine', order: 1, parent, withdrawn: false },
  ...more,
});
const shelves = async () => (await shop.call('catalogue.categories', {})).map(({ id }) => id);

it('a new category is a shelf, sells what is under it, and has the promotions of its parent', async () => {
  const { admin, store } = shop.office;
  await shop.signIn();
  expect(await shelves()).toEqual([
    ...['drinks', 'produce', 'staples', 'fresh', 'snacks', 'household', 'tobacco-alcohol'],
  ]);
  await admin.changeCategory(store, category('water', 'drinks'), null);
  await admin.changeCategory(store, category('still', 'water'), null);
  const [water] = items;
  if (!water) throw new Error('no water');
  await admin.putItems(store, [{ ...water, category: 'still' }]);
  await admin.putPromotions(store, [
    {
      ...{ id: 'P', name: { zh: '九折' }, from: '2020-01-01', until: '2099-01-01', skus: [] },
      ...{ categories: ['drinks'], withdrawn: false },
      rule: { kind: 'percent-off', basisPoints: 1_000 },
    },
  ]);
  await shop.call('till.syncNow', {});
  expect((await shelves()).slice(0, 4)).toEqual(['drinks', 'water', 'still', 'produce']);
  for (const id of ['drinks', 'water', 'still']) {
    const found = await shop.call('catalogue.category', { category: id });
    expect(found.map(({ sku }) => sku)).toContain('10001');
  }
  const view = await shop.onCounter('basket.add', { sku: '10001', quantity: 1_000 });
  expect(view.totals.dueMinor).toBe(315);

  // One place on, then gone: the till hears of both.
  await admin.moveCategory(store, 'drinks', 1);
  const seen = await admin.findCategory(store, 'fresh');
  if (!seen) throw new Error('no such shelf');
  await admin.changeCategory(store, { ...seen.value, withdrawn: true }, seen.version);
  await shop.call('till.syncNow', {});
  expect((await shelves()).filter((id) => !['water', 'still'].includes(id))).toEqual([
    ...['produce', 'drinks', 'staples', 'snacks', 'household', 'tobacco-alcohol'],
  ]);
});

it('a till whose back office has said nothing of shelves has the first ones', () => {
  shop.db.categories.replace([]);
  expect(shop.db.categories.list()).toHaveLength(7);
});
