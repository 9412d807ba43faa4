/** What a person writes on a line or on the sale: on the receipt, in the entry, and undone like any act. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { codes, openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
});
afterEach(() => shop.close());

const view = () => shop.call('basket.view', {});

it('stands on its line and on the sale, on paper and in the entry, and costs nothing', async () => {
  await shop.fill();
  const { dueMinor } = (await view()).totals;
  await shop.call('basket.note', { line: 1, note: '  要大的  ' });
  const noted = await shop.onCounter('basket.note', { line: null, note: '下午来取' });
  expect(noted).toMatchObject({ note: '下午来取', totals: { dueMinor } });
  // The same goods once more are another line: the note is not about them.
  const again = await shop.onCounter('basket.add', {
    sku: noted.lines[0]?.sku ?? '',
    quantity: 1_000,
  });
  expect(again.lines).toHaveLength(noted.lines.length + 1);
  // It comes back after a crash, too.
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  expect(await view()).toMatchObject({ note: '下午来取', lines: again.lines });

  const { saleId } = await shop.payCash((await view()).cashDueMinor);
  const sold = shop.journal().find(({ kind }) => kind === 'sale-completed');
  expect(sold?.body).toMatchObject({ note: '下午来取' });
  const ofLine = expect.objectContaining({ line: 1, note: '要大的' });
  expect(sold?.body.lines).toContainEqual(ofLine);
  const paper = JSON.stringify(await shop.call('sale.receipt', { saleId }));
  expect(paper).toContain('※ 要大的');
  expect(paper).toContain('※ 下午来取');
  // The next customer's sale has none.
  expect(await view()).not.toHaveProperty('note');
});

it('is undone, taken away and gone with the last of its goods', async () => {
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('basket.note', { line: 1, note: 'one' });
  await shop.call('basket.note', { line: 1, note: null });
  expect((await view()).lines[0]).not.toHaveProperty('note');
  const { id: saleId, lastAct } = await view();
  await shop.call('basket.undo', { saleId, act: lastAct?.act ?? 0 });
  expect((await view()).lines[0]?.note).toBe('one');
  await shop.call('basket.note', { line: null, note: 'whole' });
  await shop.call('basket.remove', { line: 1 });
  const emptied = await view();
  expect(emptied).not.toHaveProperty('note');
  await shop.call('basket.undo', { saleId, act: emptied.lastAct?.act ?? 0 });
  expect(await view()).toMatchObject({ note: 'whole', lines: [{ note: 'one' }] });
});

it('is no place for a card number, and is about what lies there', async () => {
  const card = { line: null, note: 'call, 4111 1111 1111 1111' };
  expect(await shop.refusal('basket.note', { line: null, note: 'none' })).toBe('basket-empty');
  await shop.call('basket.scan', { code: codes.water });
  expect(await shop.refusal('basket.note', card)).toBe('card-number-typed');
  expect(await shop.refusal('basket.note', { line: 7, note: 'none' })).toBe('line-gone');
  expect(await view()).not.toHaveProperty('note');
});
