/** A copy of the till's file gives no PIN away: no hash in it can be tried against, whatever an older version left there. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

/** The files of the database with a PHC string in them, in any page, used or free. */
const openFiles = (): string[] =>
  readdirSync(shop.directory)
    .filter((name) => name.startsWith('till.db'))
    .filter((name) => readFileSync(join(shop.directory, name)).includes('$argon2id$'));

it('of people that were pulled, of a PIN that was chosen here, over restarts', async () => {
  const { number, pin } = people.cashier;
  await shop.signIn('cashier');
  expect(openFiles()).toEqual([]);
  await shop.office.setReachable(false);
  await shop.call('secret.change', { pin, newPin: '834159' });
  expect(shop.db.secrets.pending()).toMatchObject([{ number }]);
  await shop.unplugTill();
  expect(openFiles()).toEqual([]);
  expect(await shop.boot()).toBeNull();
  expect(await shop.refusal('signIn.begin', { number, pin })).toBe('pin-wrong');
  await shop.call('signIn.begin', { number, pin: '834159' });
  await shop.finishSignIn();
  await shop.office.setReachable(true);
  await shop.call('till.syncNow', {});
  expect(shop.db.secrets.pending()).toEqual([]);
  const there = await shop.office.admin.operators(shop.office.store);
  const here = shop.db.operators.find(number)?.pinHash;
  expect(here).toMatch(/^\$argon2id\$/);
  expect(there.find((one) => one.number === number)?.pinHash).toBe(here);
  expect(openFiles()).toEqual([]);
});

it('of a file that an older version wrote, from its first start on', async () => {
  await shop.signIn('cashier');
  const hashes = shop.db.operators.list().map(({ number: of, pinHash }) => ({ of, pinHash }));
  await shop.closeTill();
  const file = new Database(join(shop.directory, 'till.db'));
  const write = file.prepare(
    `UPDATE operators SET body = json_set(body, '$.pinHash', @pinHash) WHERE number = @of`,
  );
  for (const row of hashes) write.run(row);
  file.close();
  expect(openFiles()).toContain('till.db');
  await shop.office.setReachable(false);
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn('cashier')).verdict).toBe('may-open');
  await shop.closeTill();
  expect(openFiles()).toEqual([]);
});

it('that belongs to another till lets nobody in by it, and the back office brings what is right', async () => {
  await shop.signIn('cashier');
  await shop.closeTill();
  const file = new Database(join(shop.directory, 'till.db'));
  const rows = file.prepare('SELECT number, body FROM operators').all() as {
    number: string;
    body: string;
  }[];
  for (const { number, body } of rows) {
    const changed = JSON.parse(body);
    // One byte of the seal.
    changed.pinHash = changed.pinHash.replace(/.{4}$/u, 'AAAA');
    file
      .prepare('UPDATE operators SET body = ? WHERE number = ?')
      .run(JSON.stringify(changed), number);
  }
  file.close();
  await shop.office.setReachable(false);
  expect(await shop.boot()).toBeNull();
  const { number, pin } = people.cashier;
  expect(await shop.refusal('signIn.begin', { number, pin })).toBe('pin-wrong');
  await shop.office.setReachable(true);
  await shop.call('till.syncNow', {});
  expect((await shop.signIn('manager')).verdict).toBe('may-open');
});
