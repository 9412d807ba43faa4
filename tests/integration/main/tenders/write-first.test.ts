/** Write first, then act: whatever may move money is on the disk before anybody is asked for it. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, expect, it } from 'vitest';
import type { DeviceVerb } from '../../../../domain/devices/verbs.ts';
import { databaseName } from '../../../../main/program/app.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

/** What the journal's newest entry about the attempt was at the moment each verb was asked. */
function watchVerbs(): Map<DeviceVerb, string | undefined> {
  const seen = new Map<DeviceVerb, string | undefined>();
  shop.onDevicesAsked = (verb) => {
    seen.set(
      verb,
      shop.kinds().findLast((kind) => kind.startsWith('attempt-')),
    );
  };
  return seen;
}

it('towards pad and host: prepared, requested, reversing', async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  const seen = watchVerbs();
  await shop.fill();
  shop.emulators.control.host.control.next('silent', { for: 'sale' });
  expect((await shop.payCard())?.stage).toBe('reversed');
  expect(seen.get('collect')).toBe('attempt-prepared');
  expect(seen.get('authorise')).toBe('attempt-requested');
  expect(seen.get('reverse')).toBe('attempt-reversing');
});

it('a plug pulled between the request and its answer leaves the trace by which it is taken back', async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await shop.fill();
  const { books, control } = shop.emulators.control.host;
  control.next('silent', { for: 'sale' });
  const paying = shop.payCard().catch(() => undefined);
  await until(() => books.chargedMinor() > 0, 'the customer is charged');
  await shop.unplugTill();
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await until(() => books.chargedMinor() === 0, 'taken back');
  expect(shop.kinds()).toEqual(expect.arrayContaining(['attempt-requested', 'attempt-reversed']));
  void paying;
});

it('whatever of the file cannot be read once the card is charged: who is charged has bought, and no other', async () => {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  await shop.fill();
  const people = shop.db.operators.list();
  const file = new Database(join(shop.directory, databaseName));
  shop.onDevicesAsked = (verb) => {
    if (verb === 'authorise') file.exec(`UPDATE operators SET body = '{'`);
  };
  const payment = await shop.payCard();
  for (const one of people) {
    const body = JSON.stringify(one);
    file.prepare('UPDATE operators SET body = ? WHERE number = ?').run(body, one.number);
  }
  file.close();
  const sold = shop.kinds().filter((kind) => kind === 'sale-completed').length;
  expect(shop.emulators.control.host.books.chargedMinor()).toBe(sold * 1_300);
  expect(payment?.stage).toBe(sold === 1 ? 'approved' : 'reversed');
  expect((await shop.state()).openAttempts).toBe(0);
});
