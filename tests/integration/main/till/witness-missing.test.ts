/** Whoever puts an older file back may take the witness away that would tell of it. */
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { databaseName } from '../../../../main/program/app.ts';
import { witnessName } from '../../../../main/till/witness.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const at = (name: string) => join(shop.directory, name);
const told = () =>
  shop
    .journal()
    .filter(({ kind, body }) => kind === 'anomaly-raised' && body.anomaly === 'witness-missing')
    .map(({ body }) => body);

it('is told once where the witness is gone beside a whole journal, and stops nobody', async () => {
  const started = shop.journal().find(({ kind }) => kind === 'till-started')?.seq;
  await shop.closeTill();
  rmSync(at(witnessName));
  expect(await shop.boot()).toBeNull();
  expect(told()).toEqual([{ anomaly: 'witness-missing', params: {}, entries: [started] }]);
  await shop.closeTill();
  expect(await shop.boot()).toBeNull();
  expect(told()).toHaveLength(1);
  expect((await shop.signIn()).verdict).toBe('may-open');
});

it('is told of an older file as well', async () => {
  await shop.closeTill();
  copyFileSync(at(databaseName), at('older.db'));
  expect(await shop.boot()).toBeNull();
  await shop.closeTill();
  copyFileSync(at('older.db'), at(databaseName));
  rmSync(at(witnessName));
  expect(await shop.boot()).toBeNull();
  expect(told()).toHaveLength(1);
});

it('is not told at the first start', () => {
  expect(told()).toEqual([]);
});
