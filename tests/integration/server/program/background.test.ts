/** A back office that is stopped while it does its own work, at every turn of it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startBackground } from '../../../../server/program/background.ts';
import { joinTill } from '../../../helpers/back-office.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { onBothStores } from '../stores.ts';

onBothStores('what the back office does unasked', (newOffice) => {
  it('has ended when the database is closed, whenever it is told to', async () => {
    let office = await newOffice();
    const till = await joinTill(office);
    await till.call('push', {
      entries: till.write(Array(3).fill({ kind: 'drawer-opened', body: {} })),
    });
    const faults: unknown[] = [];
    for (let turns = 0; turns < 12; turns += 1) {
      await office.store.db
        .insertInto('put_aside')
        .values({
          store_id: till.store,
          till_id: till.till,
          seq: 2,
          kind: 'x',
          reason: 'unknown kind',
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const { store, clock } = office;
      const background = await startBackground(
        { store, clock, random: seededRandom(`${turns}`) },
        ({ cause }) => faults.push(cause),
      );
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      await background.stop();
      office = await office.reopen();
    }
    expect(faults).toEqual([]);
  });
});
