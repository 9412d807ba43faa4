/** A basket that this version cannot read is not lost: kept as it is, told, seen to, and back with a version that reads it. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseName } from '../../../../main/program/app.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

/** While the till is down: every basket in `table` is one of version 9. */
async function fromLater(table: 'basket' | 'parked_baskets'): Promise<void> {
  await shop.closeTill();
  change(`UPDATE ${table} SET body = json_set(body, '$.v', 9)`);
}
function change(sql: string): void {
  const file = new Database(join(shop.directory, databaseName));
  file.exec(sql);
  file.close();
}
async function restart(): Promise<void> {
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
}
const view = () => shop.call('basket.view', {});
const told = () => shop.journal().filter(({ kind }) => kind === 'basket-unread');

it('from the counter, half paid: its money goes back, its goods are rung up again, and somebody has seen to it', async () => {
  await shop.fill();
  const { id } = await view();
  await shop.call('sale.takeCash', { ...(await shop.named('cash')), partMinor: 300 });
  await shop.payCard('good', undefined, 400);
  await fromLater('basket');
  await restart();
  expect((await view()).lines).toEqual([]);
  expect(await shop.state()).toMatchObject({ unread: [{ id, name: '' }], strays: 2, held: [] });
  expect(told()).toMatchObject([{ body: { saleId: id } }]);
  for (const { saleId, tenderId } of await shop.call('tender.strays', {})) {
    expect(saleId).toBe(id);
    expect(await shop.call('sale.giveBack', { saleId, tenderId, reasonId: 'other' })).toEqual({
      confirmed: true,
    });
  }
  expect(shop.emulators.control.host.books.chargedMinor()).toBe(0);
  await shop.fill();
  await shop.payCash(1_300);
  // The next start finds nothing new to tell.
  await shop.closeTill();
  await restart();
  expect(told()).toHaveLength(1);
  await shop.call('basket.seenTo', { saleId: id });
  expect((await shop.state()).unread).toEqual([]);
  expect(await shop.refusal('basket.seenTo', { saleId: id })).toBe('hold-gone');
  expect(shop.kinds()).toContain('basket-seen-to');
});

it('a card’s part of one stays by a manager’s word, and the statement is compared', async () => {
  await shop.fill();
  await shop.payCard('good', undefined, 400);
  await fromLater('basket');
  await restart();
  const [stray] = await shop.call('tender.strays', {});
  expect(stray).toMatchObject({ kind: 'card', maskedPan: '620000******0013' });
  const { saleId = '', tenderId = '' } = stray ?? {};
  const keeping = { saleId, tenderId, amountMinor: 400, reason: 'took the goods along' };
  expect(await shop.call('tender.keep', keeping)).toEqual({ strays: 0 });
  expect(shop.kinds()).toEqual(expect.arrayContaining(['attempt-doubted', 'attempt-settled']));
  expect(await shop.state()).toMatchObject({ strays: 0, openAttempts: 0 });
  expect(shop.emulators.control.host.books.chargedMinor()).toBe(400);
});

it('one that was put aside keeps its name, is not given up with the day, and comes back as it was', async () => {
  const dueMinor = await shop.fill();
  const { id, lines } = await view();
  await shop.call('basket.hold', { ...(await shop.named()), name: 'red coat' });
  await fromLater('parked_baskets');
  await restart();
  expect(await shop.state()).toMatchObject({ unread: [{ id, name: 'red coat' }], held: [] });
  expect(told()).toMatchObject([{ body: { saleId: id, name: 'red coat' } }]);
  expect(await shop.refusal('basket.recall', { saleId: id })).toBe('hold-gone');
  await shop.closeTill();
  change(`UPDATE unread_baskets SET body = json_set(body, '$.v', 3)`);
  await restart();
  expect(await shop.state()).toMatchObject({
    unread: [],
    held: [{ id, name: 'red coat', totalMinor: dueMinor }],
  });
  await shop.call('basket.recall', { saleId: id });
  expect((await view()).lines).toEqual(lines);
});
