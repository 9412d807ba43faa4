/** What a pull brought and the disk did not take is brought again: the cursor moves last. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import { databaseName } from '../../../../main/program/app.ts';
import { items } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';

let shop: Shop;
afterEach(() => shop.close());

/** At the till's file while no till runs. */
function atTheFile(script: string): void {
  const db = new Database(join(shop.directory, databaseName));
  db.exec(script);
  db.close();
}

it.each<[string, () => Promise<unknown>, () => unknown, unknown]>([
  [
    'items',
    async () => {
      const [water] = items;
      if (water)
        await shop.office.admin.putItems(shop.office.store, [{ ...water, priceMinor: 99 }]);
    },
    () => shop.db.catalogue.findBySku('10001')?.priceMinor,
    99,
  ],
  [
    'operators',
    async () => {
      const [first] = await shop.office.admin.operators(shop.office.store);
      if (first)
        await shop.office.admin.putOperators(shop.office.store, [{ ...first, name: 'Wu' }]);
    },
    () => shop.db.operators.list()[0]?.name,
    'Wu',
  ],
])(
  'the %s of a pull that the disk refused come with the next one',
  async (table, change, seen, expected) => {
    shop = await openShop();
    expect(await shop.boot()).toBeNull();
    expect((await shop.signIn()).verdict).toBe('may-open');
    await shop.closeTill();
    const on = (act: string) =>
      `CREATE TRIGGER full_${act} BEFORE ${act} ON ${table} BEGIN SELECT RAISE(ABORT, 'full'); END;`;
    atTheFile(on('INSERT') + on('UPDATE') + on('DELETE'));
    await change();
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    await shop.refusal('till.syncNow', {});
    expect(seen()).not.toBe(expected);
    await shop.closeTill();

    atTheFile('DROP TRIGGER full_INSERT; DROP TRIGGER full_UPDATE; DROP TRIGGER full_DELETE;');
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    await shop.call('till.syncNow', {});
    expect(seen()).toBe(expected);
  },
);
