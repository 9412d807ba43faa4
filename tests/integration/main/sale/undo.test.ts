/** What was done to the basket is undone, act by act: across a restart, and as goods taken back where it takes them. */

import { afterEach, beforeEach, expect, it } from 'vitest';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000 });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
});
afterEach(() => shop.close());

const { number, pin } = people.manager;
const approval = { number, pin };
const view = () => shop.call('basket.view', {});
const last = async () => {
  const { id: saleId, lastAct } = await view();
  return { saleId, act: lastAct?.act ?? 0 };
};
const undo = async () => shop.call('basket.undo', await last());
/** What X says once this basket is paid, asked by the manager. */
async function counted(id: 'voidedLines' | 'overrides'): Promise<number> {
  await shop.payCash(1_300);
  await shop.call('till.signOut', {});
  await shop.signIn('manager');
  return figureOf((await shop.call('report.x', {})).totals, id).count;
}
const entries = (...kinds: string[]) => shop.journal().filter(({ kind }) => kinds.includes(kind));

it('a removed line comes back, and counts as taken back no more', async () => {
  await shop.fill();
  const before = await view();
  await shop.call('basket.remove', { line: 1 });
  expect((await view()).lastAct?.kind).toBe('remove');
  await undo();
  expect((await view()).lines).toEqual(before.lines);
  expect(entries('act-undone')).toMatchObject([
    { body: { act: 'remove', putBack: true, amountMinor: 350 } },
  ]);
  expect(await counted('voidedLines')).toBe(0);
});

it('goods that were added are taken back, down to the empty basket', async () => {
  await shop.fill();
  const { length } = (await view()).lines;
  while ((await view()).lastAct !== null) await undo();
  expect(await view()).toMatchObject({ lines: [], totals: { dueMinor: 0 } });
  const down = entries('line-taken-back');
  expect(down).toHaveLength(length);
  expect(down).toMatchObject(down.map(() => ({ body: { undone: true, left: 0 } })));
  expect(await shop.refusal('basket.undo', await last())).toBe('nothing-to-undo');
});

it('a price is the list price again, and no override any more', async () => {
  await shop.fill();
  const before = await view();
  const price = { line: 1, priceMinor: 100, reasonId: null };
  await shop.call('basket.overridePrice', price, approval);
  await undo();
  expect((await view()).lines).toEqual(before.lines);
  expect(await counted('overrides')).toBe(0);
});

it('above the limit an undo asks as a removal does', async () => {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  await shop.office.admin.putSettings(shop.office.store, { ...settings, takeBackMinorMax: 0 });
  await shop.call('till.syncNow', {});
  await shop.fill();
  expect(await shop.refusal('basket.undo', await last())).toBe('take-back-limit');
  await shop.call('basket.undo', { ...(await last()), reasonId: 'scanned' }, approval);
  expect(entries('line-taken-back')).toMatchObject([
    { body: { undone: true, reasonId: 'scanned', approvedBy: number } },
  ]);
});

it('what is paid in part stays as it is', async () => {
  await shop.fill();
  await shop.call('sale.takeCash', { ...(await shop.named('cash')), partMinor: 500 });
  const { lines } = await view();
  expect(await shop.refusal('basket.undo', await last())).toBe('sale-half-paid');
  expect((await view()).lines).toEqual(lines);
});

it('a second press, or a late one, undoes no other act than it was meant for', async () => {
  await shop.fill();
  const shown = await last();
  await shop.call('basket.undo', shown);
  const { lines } = await view();
  expect(await shop.refusal('basket.undo', shown)).toBe('sale-changed');
  expect((await view()).lines).toEqual(lines);
});

it('an act is undone with its entry, or there is neither', async () => {
  await shop.fill();
  await shop.call('basket.remove', { line: 1 });
  const shown = await last();
  shop.pullAfter = shop.appends + 1;
  await shop.call('basket.undo', shown).catch(() => {});
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  expect(entries('act-undone')).toHaveLength(1);
  expect(await shop.refusal('basket.undo', shown)).toBe('sale-changed');
});

it('a restart forgets nothing of it', async () => {
  await shop.fill();
  const { lastAct } = await view();
  await shop.closeTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  expect((await view()).lastAct).toEqual(lastAct);
  await undo();
  expect(entries('line-taken-back')).toHaveLength(1);
});
