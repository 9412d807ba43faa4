/** A pull or a push is cut anywhere, the power goes, and nothing that was on its way is lost. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop({ settings: { cutOver: farCutOver() } });
  expect(await shop.boot()).toBeNull();
  await shop.call('till.syncNow', {});
});
afterAll(() => shop.close());

function atFile(statement: string): void {
  const file = new Database(join(shop.directory, databaseName));
  file.exec(statement);
  file.close();
}

/** A change of everything a pull brings; `nth` makes it another each time. */
async function change(nth: number): Promise<void> {
  const { admin, store } = shop.office;
  const [item] = shop.db.catalogue.page('', 1);
  const operator = shop.db.operators.find(people.other.number);
  const settings = shop.db.settings.load();
  const { till } = shop.db.identity() ?? { till: '' };
  const pad = shop.db.register.list().find(({ device }) => device === 'pin-pad');
  if (!item?.item || !operator || !settings || !pad) throw new Error('nothing to change');
  await admin.putItems(store, [{ ...item.item, priceMinor: 1_000 + nth }]);
  await admin.putPromotions(store, [promotion(nth)]);
  await admin.putOperators(store, [{ ...operator, name: `N${nth}` }]);
  await admin.putDevices(store, till, [{ ...pad, location: `L${nth}` }]);
  await admin.putSettings(store, { ...settings, helpPhone: `400-${nth}` });
}

const promotion = (nth: number) => ({
  id: `p${nth}`,
  name: { zh: '减', en: 'Less' },
  from: '2020-01-01',
  until: '2020-01-02',
  skus: ['10001'],
  categories: [],
  rule: { kind: 'percent-off' as const, basisPoints: nth },
  withdrawn: false,
});

const kept = () => ({
  price: shop.db.catalogue.page('', 1)[0]?.item?.priceMinor,
  promotion: shop.db.promotions.list().at(-1)?.id,
  operator: shop.db.operators.find(people.other.number)?.name,
  device: shop.db.register.list().find(({ device }) => device === 'pin-pad')?.location,
  settings: shop.db.settings.load()?.helpPhone,
});

it.each(['items', 'promotions', 'operators', 'registered_devices', 'settings', 'sync_cursor'])(
  'cut where it stores %s, it is pulled again',
  async (table) => {
    const nth = 1 + shop.db.promotions.list().length;
    await change(nth);
    const act = table === 'settings' || table === 'sync_cursor' ? 'UPDATE' : 'INSERT';
    // The cursor is moved by itself; its row holds other things too.
    const of = table === 'sync_cursor' ? 'OF cursor ' : '';
    atFile(
      `CREATE TRIGGER cut BEFORE ${act} ${of}ON ${table} BEGIN SELECT RAISE(ABORT, 'cut'); END`,
    );
    await expect(shop.call('till.syncNow', {})).rejects.toThrow();
    await shop.unplugTill();
    atFile('DROP TRIGGER cut');
    expect(await shop.boot()).toBeNull();
    await shop.call('till.syncNow', {});
    const all = { price: 1_000 + nth, promotion: `p${nth}`, operator: `N${nth}` };
    expect(kept()).toEqual({ ...all, device: `L${nth}`, settings: `400-${nth}` });
  },
);

it('what was sent and not answered counts as not sent', async () => {
  await shop.call('till.selfCheck', { check: 'screen', well: true });
  const before = shop.db.sync.acknowledgedSeq();
  shop.onServerAsked = (route) => {
    if (route === 'push') throw new Problem('server-unreachable');
  };
  await expect(shop.call('till.syncNow', {})).rejects.toThrow();
  expect(shop.db.sync.acknowledgedSeq()).toBe(before);
  shop.onServerAsked = () => {};
  await shop.call('till.syncNow', {});
  const theirs = (await shop.office.entries()).map(({ seq }) => seq);
  expect(theirs).toEqual(shop.journal().map(({ seq }) => seq));
});
