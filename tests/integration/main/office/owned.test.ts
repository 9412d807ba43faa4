/** Somebody writes into the till's file what only the back office may decide: found at the next sign-in, undone, told. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../../domain/people/role.ts';
import type { Promotion } from '../../../../domain/prices/promotion.ts';
import { systemClock } from '../../../../main/machine/clock.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { reviewTill } from '../../../../server/anomalies/review.ts';
import { listAnomalies } from '../../../../server/anomalies/shelf.ts';
import { farCutOver, items } from '../../../helpers/office.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ settings: { cutOver: farCutOver() } });
  await shop.office.admin.putPromotions(shop.office.store, [promotionOfNothing]);
  await shop.office.admin.changeRole(shop.office.store, roleOfNobody, null);
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await shop.call('till.signOut', {});
});
afterAll(() => shop.close());

/** For goods that nobody sells here. */
const promotionOfNothing: Promotion = {
  id: 'beside',
  name: { zh: '减', en: 'Less' },
  from: '2020-01-01',
  until: '2099-01-01',
  skus: ['99998'],
  categories: [],
  rule: { kind: 'percent-off', basisPoints: 1_000 },
  withdrawn: false,
};

const roleOfNobody: Role = {
  id: 'night',
  names: { zh: '夜班', en: 'Night shift' },
  rights: ['sell'],
  limits: {},
  withdrawn: false,
};

/** With the till's program ended, as whoever has the machine can. */
async function write(...statements: string[]): Promise<void> {
  await shop.closeTill();
  const file = new Database(join(shop.directory, databaseName));
  for (const statement of statements) file.exec(statement);
  file.close();
  expect(await shop.boot()).toBeNull();
}

const told = async (who: keyof typeof people = 'cashier') => {
  const view = await shop.signIn(who);
  return view.steps
    .flatMap(({ problems }) => problems)
    .filter(({ kind }) => kind === 'owned-taken-anew' || kind === 'owned-differs')
    .map(({ kind, params }) => `${kind} ${params.what}`);
};
const raised = () =>
  shop.journal().flatMap(({ kind, body }) => {
    return kind === 'anomaly-raised' && body.anomaly === 'owned-differed' ? [body.params] : [];
  });
const asSold = async (code: string) =>
  (await shop.onCounter('basket.scan', { code })).lines.at(-1)?.priceMinor;

describe('what the back office owns', () => {
  let from: number;
  beforeEach(() => {
    from = raised().length;
    return async () => {
      await shop.call('basket.abandon', await shop.named()).catch(() => undefined);
      await shop.call('till.signOut', {});
      // Taken once, it is alike: nobody is told again.
      await write();
      expect(await told('other')).toEqual([]);
      await shop.call('till.signOut', {});
    };
  });

  it('a cashier who wrote themselves a manager goes on as a cashier, and the office is told', async () => {
    await write(
      `UPDATE operators SET body = json_set(body, '$.role', 'manager') WHERE number = '1001'`,
    );
    expect(await told()).toEqual(['owned-taken-anew people']);
    expect(shop.journal().findLast(({ kind }) => kind === 'signed-in')?.body.role).toBe('cashier');
    expect((await shop.state()).operator?.role).toBe('cashier');
    expect(raised().slice(from)).toEqual([{ what: 'people' }]);
    await shop.call('till.syncNow', {});
    const { db } = shop.office.books;
    const { store, till } = shop.db.identity() ?? { store: '', till: '' };
    await reviewTill(db, systemClock, { store, till });
    const atOffice = await listAnomalies(db, { stores: [store], limit: 50 });
    expect(atOffice).toContainEqual(
      expect.objectContaining({ anomaly: 'owned-differed', params: { what: 'people' } }),
    );
  });

  it.each([
    ['a price', 'items', `UPDATE items SET body = json_set(body, '$.priceMinor', 1)`],
    [
      'the code of a dear item on a cheap one',
      'items',
      `UPDATE items SET barcode = NULL WHERE sku = '10002'; UPDATE items SET barcode = '${codes.milk}' WHERE sku = '10001'`,
    ],
    [
      'an item that is sold no longer',
      'items',
      `UPDATE items SET withdrawn = 0 WHERE sku = '10003'`,
    ],
    [
      'an invented item',
      'items',
      `INSERT INTO items SELECT rank + 77, '99999', NULL, pinyin, category, NULL, 0, NULL, json_set(body, '$.sku', '99999') FROM items WHERE sku = '10003'`,
    ],
    ['an item left out', 'items', `DELETE FROM items WHERE sku = '10001'`],
    [
      'a promotion',
      'promotions',
      `INSERT INTO promotions VALUES ('free', '${JSON.stringify({ id: 'free', name: { zh: '送', en: 'Free' }, from: '2020-01-01', until: '2099-01-01', skus: ['10001', '10002'], categories: [], rule: { kind: 'percent-off', basisPoints: 10_000 }, withdrawn: false })}')`,
    ],
    [
      'the register',
      'devices',
      `UPDATE registered_devices SET body = json_set(body, '$.maintenanceDue', '2099-01-01') WHERE device = 'pin-pad'`,
    ],
    [
      'what goods are told for',
      'goods',
      `UPDATE items SET body = json_set(body, '$.shownPer', 500) WHERE sku = '20012'`,
    ],
    ['a shelf', 'categories', `UPDATE categories SET body = json_set(body, '$.order', 9)`],
    [
      'the group of a promotion',
      'groups',
      `UPDATE promotions SET body = json_set(body, '$.group', 'b')`,
    ],
    [
      'a role that gives more',
      'roles',
      `UPDATE roles SET body = json_set(body, '$.rights[1]', 'drawer.open')`,
    ],
    [
      'a device left out',
      'devices',
      `DELETE FROM registered_devices WHERE device = 'payment-terminal'`,
    ],
  ])('%s is taken anew', async (_, what, statement) => {
    await write(statement);
    expect(await told()).toEqual([`owned-taken-anew ${what}`]);
    expect(raised().slice(from)).toEqual([{ what }]);
    expect(await asSold(codes.water)).toBe(350);
    expect(await asSold(codes.milk)).toBe(1_290);
    expect(shop.db.catalogue.page('', 100).map(({ item }) => item)).toEqual(items);
  });

  it.each([
    ['the settings', 'settings', `'$.offline.daysMax', 999`],
    ['wallets', 'wallets', `'$.wallets', json('["alipay"]')`],
    ['reasons', 'reasons', `'$.reasons', json('{"pay-out":[{"id":"gift","name":{"zh":"送"}}]}')`],
  ])('%s are told of when the pull brings them', async (_, what, change) => {
    const before = shop.db.settings.load();
    const told = shop.notices().length;
    await write(`UPDATE settings SET body = json_set(body, ${change})`);
    await shop.signIn();
    expect(raised().slice(from)).toEqual([{ what }]);
    expect(shop.notices().slice(told)).toContain('owned-taken-anew');
    expect(shop.db.settings.load()).toEqual(before);
  });

  it('nobody goes on by a PIN that is not theirs at the office', async () => {
    await write(
      `UPDATE operators SET body = json_set(body, '$.pinHash',
         (SELECT json_extract(body, '$.pinHash') FROM operators WHERE number = '1001'))
       WHERE number = '9001'`,
    );
    const { number } = people.manager;
    const before = shop.notices().length;
    const signIns = shop.kinds().filter((kind) => kind === 'signed-in').length;
    await shop.call('signIn.begin', { number, pin: people.cashier.pin });
    await shop.finishSignIn();
    expect(shop.notices().slice(before)).toEqual(['owned-taken-anew']);
    expect(shop.kinds().filter((kind) => kind === 'signed-in')).toHaveLength(signIns);
    expect(await shop.refusal('signIn.begin', { number, pin: people.cashier.pin })).toBe(
      'pin-wrong',
    );
    expect((await shop.signIn('manager')).verdict).toBe('may-open');
  });

  it('nobody goes on whom the office never had', async () => {
    await write(
      `INSERT INTO operators SELECT '6666', json_set(body, '$.number', '6666', '$.role', 'manager')
       FROM operators WHERE number = '1001'`,
    );
    await shop.call('signIn.begin', { number: '6666', pin: people.cashier.pin });
    await shop.finishSignIn();
    expect(shop.notices()).toContain('operator-withdrawn');
    const again = { number: '6666', pin: people.cashier.pin };
    expect(await shop.refusal('signIn.begin', again)).toBe('operator-unknown');
    expect((await shop.signIn()).verdict).toBe('may-open');
  });
});
