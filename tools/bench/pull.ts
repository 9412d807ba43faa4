/**
 * A till's first pull of 50,000 items, over HTTPS from the real server program, until it is parsed and checked; against
 * inflating and parsing the same bytes.
 */
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { systemClock, systemRandom } from '../../main/machine/clock.ts';
import { createAdmin } from '../../server/admin.ts';
import { openStore } from '../../server/store/open.ts';
import { startBackOffice } from '../demo/back-office.ts';
import { bigCatalogue, itemsCount } from './big-catalogue.ts';
import { type Figure, spreadOf, timeEach } from './figures.ts';
import { withFolder } from './folder.ts';
import { joinStore } from './join-store.ts';

export function benchPull(count: number): Promise<Figure> {
  return withFolder(async (folder) => {
    const server = await startBackOffice(folder);
    try {
      await addItems(join(folder, 'back-office.db'));
      const { backOffice } = await joinStore(server);
      const pull = () => backOffice.call('pull', { cursor: '' });
      const packed = gzipSync(JSON.stringify(await pull()));
      const pulls: number[] = [];
      const parses: number[] = [];
      for (let index = 0; index < count; index += 1) {
        pulls.push(...(await timeEach(1, 0, async () => void (await pull()))));
        parses.push(
          ...(await timeEach(1, 0, () => void JSON.parse(gunzipSync(packed).toString()))),
        );
      }
      return {
        what: `catalogue pull, ${itemsCount.toLocaleString('en')} items, HTTPS from SQLite`,
        unit: 'ms',
        value: spreadOf(pulls),
        floor: { what: 'the same bytes inflated and parsed', value: spreadOf(parses) },
      };
    } finally {
      await server.close();
    }
  });
}

/** While the server runs, as the console would. */
async function addItems(sqliteFile: string): Promise<void> {
  const store = await openStore({ sqliteFile });
  try {
    const admin = createAdmin({ store, clock: systemClock, random: systemRandom });
    const [first] = await admin.stores();
    await admin.putItems(first?.store ?? '', bigCatalogue());
  } finally {
    await store.close();
  }
}
