/** Money of a half paid sale whose basket has become another sale: seen at the till, in the way of the Z, given back or kept. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { expectedCash } from '../../../../domain/reports/day-totals.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { witnessName } from '../../../../main/till/witness.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
});
afterEach(() => shop.close());

const file = (name: string): string => join(shop.directory, name);
const manager = { number: people.manager.number, pin: people.manager.pin };
const charged = () => shop.emulators.control.host.books.chargedMinor();
const drawerNow = () => expectedCash(shop.db.totals(shop.db.day().businessDate ?? ''));

/** 3.00 in cash and 4.00 by card of a sale, in a file that is put back once the sale was made. */
async function putHalfPaidBack(online: boolean): Promise<void> {
  await shop.fill();
  await shop.call('sale.takeCash', { ...(await shop.named('cash')), partMinor: 300 });
  await shop.payCard('good', undefined, 400);
  await shop.call('till.syncNow', {});
  await shop.closeTill();
  copyFileSync(file(databaseName), file('half.db'));
  expect(await shop.boot()).toBeNull();
  await shop.signIn('manager');
  await shop.payCash(600);
  await shop.call('till.syncNow', {});
  await shop.closeTill();
  await shop.office.setReachable(online);
  for (const end of ['-wal', '-shm']) rmSync(file(databaseName + end), { force: true });
  copyFileSync(file('half.db'), file(databaseName));
}

it('after a file was put back: listed, in the way of the Z, and kept by a manager who says why', async () => {
  await putHalfPaidBack(false);
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn('manager')).verdict).toBe('blocked');
  const from = shop.events.length;
  await shop.call('signIn.liftStop', {}, manager);
  expect((await shop.finishSignIn(from)).verdict).toBe('may-open');
  expect(await shop.state()).toMatchObject({ strays: 1, openAttempts: 1 });
  const [stray] = await shop.call('tender.strays', {});
  expect(stray).toMatchObject({ kind: 'cash', amountMinor: 300, maskedPan: null });
  const { saleId = '', tenderId = '' } = stray ?? {};
  expect((await shop.call('basket.view', {})).id).not.toBe(saleId);
  const { steps } = await shop.call('day.preview', {});
  const inTheWay = steps.find(({ step }) => step === 'resolve')?.problems.map(({ kind }) => kind);
  expect(inTheWay).toContain('tender-stray');

  const keeping = { saleId, tenderId, amountMinor: 300, reason: 'the sale was made at ten' };
  const typed = { ...keeping, reason: 'slip 4111111111111111' };
  expect(await shop.refusal('tender.keep', typed, manager)).toBe('card-number-typed');
  const other = { ...keeping, amountMinor: 301 };
  expect(await shop.refusal('tender.keep', other, manager)).toBe('sale-changed');
  const drawer = drawerNow();
  expect(await shop.call('tender.keep', keeping, manager)).toEqual({ strays: 0 });
  expect(shop.journal().findLast(({ kind }) => kind === 'tender-kept')?.body).toMatchObject({
    tender: { amountMinor: 300 },
    reason: keeping.reason,
    by: manager.number,
  });
  expect(drawerNow()).toBe(drawer);
  expect(await shop.refusal('tender.keep', keeping, manager)).toBe('sale-changed');
  expect(charged()).toBe(400);
});

it.each([
  ['whose witness saw more', false],
  ['whose witness is lost as well', true],
])('in a new journal after a file %s: nothing is lost, and cash goes back', async (_, lost) => {
  await putHalfPaidBack(true);
  if (lost) rmSync(file(witnessName));
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn('manager')).verdict).toBe('blocked');
  const drawer = drawerNow();
  const from = shop.events.length;
  await shop.call('signIn.liftStop', {}, manager);
  await until(() => shop.events.slice(from).some(({ kind }) => kind === 'startup'), 'again');
  expect(shop.db.identity()?.till).toBe(`${shop.office.store}-02`);
  await shop.signIn('manager');
  expect(await shop.state()).toMatchObject({ strays: 1, openAttempts: 1 });
  expect(shop.db.attempts.open().map(({ state }) => state)).toEqual(['doubted']);
  expect(drawerNow()).toBe(drawer);
  const [stray] = await shop.call('tender.strays', {});
  const { saleId = '', tenderId = '' } = stray ?? {};
  const giving = { saleId, tenderId, reasonId: 'other' };
  expect(await shop.call('sale.giveBack', giving)).toEqual({ confirmed: true });
  expect(drawerNow()).toBe(drawer - 300);
  expect((await shop.state()).strays).toBe(0);
  expect(await shop.refusal('sale.giveBack', giving)).toBe('sale-changed');
  expect(charged()).toBe(400);
  // What it was paid for is another sale, and costs what it did.
  await shop.payCash(1_300);
  await shop.call('till.syncNow', {});
});
