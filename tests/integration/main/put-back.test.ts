/** A file that is put back takes no customer's payment back: numbers toward third parties do not come from it. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseName } from '../../../main/app.ts';
import { witnessName } from '../../../main/witness.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
});
afterEach(() => shop.close());

const dueMinor = 1_300;
const file = (name: string): string => join(shop.directory, name);

async function keepMorning(): Promise<void> {
  await shop.closeTill();
  copyFileSync(file(databaseName), file('morning.db'));
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
}

/** At noon, without a way to the back office. */
async function putMorningBack(): Promise<void> {
  await shop.closeTill();
  await shop.office.setReachable(false);
  for (const end of ['-wal', '-shm']) rmSync(file(databaseName + end), { force: true });
  copyFileSync(file('morning.db'), file(databaseName));
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
}

async function payThrice(): Promise<void> {
  for (const _ of [1, 2, 3]) {
    await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
  }
}

it('the morning’s file at noon, the same amount, the request lost: noon’s customers stay charged', async () => {
  const { books, control } = shop.emulators.control.host;
  await keepMorning();
  await payThrice();
  const noon = books.charged().map(({ stan }) => stan);
  await putMorningBack();
  for (const _ of [1, 2, 3]) {
    await shop.fill();
    control.next('lost', { for: 'sale' });
    await shop.payCard();
    expect(books.charged().map(({ stan }) => stan)).toEqual(noon);
    await shop.call('basket.abandon', await shop.named());
  }
  expect(books.chargedMinor()).toBe(3 * dueMinor);
});

it('a file whose witness is lost leaves a range of numbers out, once', async () => {
  await payThrice();
  await shop.closeTill();
  rmSync(file(witnessName));
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await payThrice();
  const stans = shop.emulators.control.host.books.charged().map(({ stan }) => Number(stan));
  const gaps = stans.slice(1).map((stan, index) => stan - (stans[index] ?? 0));
  expect(gaps.filter((gap) => gap > 1_000)).toHaveLength(1);
  expect(gaps.slice(3)).toEqual([1, 1]);
});
