/** What the till keeps is this user's alone, also under a umask that would let everybody read. */
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openTillDatabase } from '../../../../db/till-database.ts';
import { createLog } from '../../../../main/machine/log.ts';
import { openShop } from '../../../helpers/shop.ts';
import { tempFolder } from '../../../helpers/till-file.ts';
import { until } from '../../../helpers/until.ts';

/** Name → mode, of the files in `folder`. */
const modes = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      (statSync(join(folder, name)).mode & 0o777).toString(8),
    ]),
  );

function everybodyReads(): void {
  const before = process.umask(0);
  onTestFinished(() => {
    process.umask(before);
  });
}

it('a till at work leaves nothing that another user could read', async () => {
  everybodyReads();
  const shop = await openShop();
  onTestFinished(() => shop.close());
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
  const found = modes(shop.directory);
  expect(Object.keys(found)).toEqual(
    expect.arrayContaining([
      'till.db',
      'till.db-wal',
      'till.db-shm',
      'till.db.lock',
      'till.key',
      'till.witness',
    ]),
  );
  expect(new Set(Object.values(found))).toEqual(new Set(['600']));
});

it('what an older version left readable is closed at the next start, and a new folder is made closed', () => {
  everybodyReads();
  const folder = join(tempFolder(), 'data');
  const file = join(folder, 'till.db');
  openTillDatabase(file).close();
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700');
  chmodSync(file, 0o644);
  const again = openTillDatabase(file);
  expect(new Set(Object.values(modes(folder)))).toEqual(new Set(['600']));
  again.close();
});

it('the log is closed, too', async () => {
  everybodyReads();
  const folder = tempFolder();
  createLog(folder).warn({}, 'something');
  await until(() => readdirSync(folder).includes('rollcall.log'), 'the log is there');
  expect(modes(folder)['rollcall.log']).toBe('600');
});
