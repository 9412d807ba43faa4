import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../../server/store/open.ts';
import { joinTill } from '../../../helpers/back-office.ts';
import { cashSale, countingIds } from '../../../helpers/facts.ts';
import { tempFolder } from '../../../helpers/till-file.ts';
import { onBothStores } from '../stores.ts';

it('syncs every commit of a SQLite file to the disk', async () => {
  const store = await openStore({ sqliteFile: join(tempFolder(), 'back-office.db') });
  onTestFinished(() => store.close());
  const pragma = async (name: string) => (await sql.raw(`pragma ${name}`).execute(store.db)).rows;
  expect(await pragma('synchronous')).toEqual([{ synchronous: 2 }]);
  expect(await pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
  expect(await pragma('foreign_keys')).toEqual([{ foreign_keys: 1 }]);
});

onBothStores('The database', (newOffice) => {
  it('takes a push whole or not at all, also when it fails in the middle', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const { db } = office.store;
    const { settings } = await db.selectFrom('stores').select('settings').executeTakeFirstOrThrow();
    await db.updateTable('stores').set({ settings: '{}' }).execute();
    const entries = till.write([cashSale(countingIds()(), 1)]);
    expect(await till.call('push', { entries })).toMatchObject({ status: 500 });
    for (const table of ['entries', 'sales', 'day_totals', 'put_aside'] as const) {
      expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    expect(await till.call('head', till.head())).toMatchObject({ body: { seq: 0 } });
    await db.updateTable('stores').set({ settings }).execute();
    expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    expect(await db.selectFrom('sales').selectAll().execute()).toHaveLength(1);
  });

  it('keeps everything when the program starts again', async () => {
    const office = await newOffice();
    const till = await joinTill(office);
    const again = await office.reopen();
    expect(await again.admin.stores()).toEqual([
      { store: till.store, settings: expect.anything() },
    ]);
  });
});
