/** Write first, then act: whatever may move money is on the disk before anybody is asked for it. */
import { afterEach, expect, it } from 'vitest';
import type { DeviceVerb } from '../../../../domain/devices/verbs.ts';
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
