/** A right lent for one act: whatever the act, it asks what a sign-in asks, and takes every way in. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../../domain/contract/ipc.ts';
import { badgeBytes, badgeText } from '../../../../domain/people/badge.ts';
import type { Operator } from '../../../../domain/people/operator.ts';
import type { SignInWays } from '../../../../domain/people/ways-in.ts';
import { pageOrigin } from '../../../../main/electron/page-origin.ts';
import type { Approval } from '../../../../main/use-cases/people/approvals.ts';
import { hashToken } from '../../../../server/people/pin-hash.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { SoftAuthenticator } from '../../../helpers/soft-authenticator.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
const badge = badgeText(seededRandom('approvals').bytes(badgeBytes));
const card = '9900112233';
const { cashier, other, manager } = people;
const pin = { number: manager.number, pin: manager.pin };

/** Every act that somebody else may allow, and the entry that it leaves; the limit is lifted in offline.test.ts. */
const acts: readonly Readonly<{
  act: string;
  channel: Channel;
  input: (approval: Approval) => unknown;
  leaves: string;
}>[] = [
  {
    act: 'a price',
    channel: 'basket.overridePrice',
    input: (approval) => ({ line: 1, priceMinor: 300, reasonId: null, approval }),
    leaves: 'price-overridden',
  },
  {
    act: 'the drawer',
    channel: 'drawer.open',
    input: (approval) => ({ reasonId: 'change', approval }),
    leaves: 'drawer-opened',
  },
  {
    act: 'an operator locked out',
    channel: 'signIn.unlockOperator',
    input: (approval) => ({ number: other.number, approval }),
    leaves: 'operator-unlocked',
  },
  {
    act: 'the bench',
    channel: 'bench.open',
    input: (approval) => approval,
    leaves: 'bench-opened',
  },
];

async function change(number: string, what: Partial<Operator>): Promise<void> {
  const operator = shop.db.operators.find(number);
  if (!operator) throw new Error(`no operator ${number}`);
  await shop.office.admin.putOperators(shop.office.store, [{ ...operator, ...what }]);
  await shop.call('till.syncNow', {});
}

async function store(ways: SignInWays): Promise<void> {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  await shop.office.admin.putSettings(shop.office.store, { ...settings, ways });
  await shop.call('till.syncNow', {});
}

const entries = (kind: string) => shop.journal().filter((entry) => entry.kind === kind);

/** Answers the id that the page is told once a device has read somebody. */
async function shownBy(device: () => unknown): Promise<Approval> {
  const from = shop.events.length;
  await shop.call('approval.begin', {});
  await device();
  let id: string | undefined;
  await until(() => {
    const event = shop.events.slice(from).find(({ kind }) => kind === 'approval-shown');
    if (event?.kind === 'approval-shown') id = event.id;
    return id !== undefined;
  }, 'the page is told that somebody was read');
  return { shown: id ?? '' };
}

beforeAll(async () => {
  shop = await openShop({
    config: (config) => ({
      ...config,
      devices: config.devices.map((device) =>
        device.family === 'card-reader' ? { ...device, options: { storeCards: '99' } } : device,
      ),
    }),
  });
  expect(await shop.boot()).toBeNull();
  await change(manager.number, {
    tokens: await Promise.all(
      (
        [
          ['badge', badge],
          ['card', card],
        ] as const
      ).map(async ([kind, text]) => ({
        kind,
        hash: await hashToken(shop.office.store, kind, text),
      })),
    ),
  });
  await shop.signIn();
  await shop.call('basket.scan', { code: codes.water });
});
afterAll(() => shop.close());
beforeEach(async () => {
  await store([['secret'], ['badge'], ['card'], ['passkey']]);
  await shop.call('approval.end', {});
  // Somebody has something to be forgiven.
  if (shop.db.wrongTries(other.number, 'secret').count > 0) return;
  const approval = { number: other.number, pin: '0000' };
  await shop.refusal('signIn.unlockOperator', { number: other.number, approval });
});

describe.each(acts)('$act', ({ channel, input, leaves }) => {
  const ask = (approval: Approval) => shop.refusal(channel, input(approval));

  it('is allowed by PIN, by a badge before the page, by badge and card at a device', async () => {
    const { scanner, reader } = shop.emulators.control;
    const ways: readonly (() => Promise<Approval>)[] = [
      async () => pin,
      async () => ({ badge }),
      () => shownBy(() => scanner.scan(badge)),
      () => shownBy(() => reader.swipe(null, `${card}=30121010000000000`)),
    ];
    for (const way of ways) {
      const before = entries(leaves).length;
      expect(await ask(await way())).toBeNull();
      if (leaves !== 'operator-unlocked') expect(entries(leaves).length).toBe(before + 1);
    }
    expect(entries(leaves).length).toBeGreaterThan(0);
    expect(JSON.stringify([shop.events, shop.journal()])).not.toContain(badge);
  });

  it('asks for both where the store asks for two, and half of a sign-in is no half of it', async () => {
    await store([['badge', 'secret']]);
    const before = entries(leaves).length;
    expect(await ask(pin)).toBe('more-proof');
    expect(await ask(pin)).toBe('more-proof');
    expect(entries(leaves).length).toBe(before);
    expect(await ask({ badge })).toBeNull();
    // Nothing of it is left for the next time.
    expect(await ask({ badge })).toBe('more-proof');
    await shop.call('approval.end', {});
    expect(await ask(pin)).toBe('more-proof');
    await shop.call('approval.end', {});
    await shop.call('till.lock', {});
    expect(await shop.refusal('till.unlock', pin)).toBe('not-permitted');
    expect(await shop.refusal(channel, input({ badge }))).not.toBeNull();
    await store([['secret']]);
    await shop.call('till.unlock', { number: cashier.number, pin: cashier.pin });
  });

  it('is not allowed by a way that the store does not take', async () => {
    await store([['badge']]);
    expect(await ask(pin)).toBe('way-not-allowed');
  });

  it('is not allowed by somebody without the right', async () => {
    expect(await ask({ number: cashier.number, pin: cashier.pin })).toBe('approval-refused');
  });

  it('is not allowed by a secret that is due; another way of the same person allows it', async () => {
    await change(manager.number, { mustChangeSecret: true });
    const before = entries(leaves).length;
    expect(await ask(pin)).toBe('secret-due');
    expect(entries(leaves).length).toBe(before);
    expect(await ask({ badge })).toBeNull();
    await change(manager.number, { mustChangeSecret: false });
    expect(await ask(pin)).toBeNull();
  });

  it('is allowed once by what a device read, and only while the page asks', async () => {
    const shown = await shownBy(() => shop.emulators.control.scanner.scan(badge));
    expect(await ask(shown)).toBeNull();
    expect(await ask(shown)).toBe('approval-refused');
    const late = await shownBy(() => shop.emulators.control.scanner.scan(badge));
    await shop.call('approval.end', {});
    expect(await ask(late)).toBe('approval-refused');
  });

  it('is not done for whoever comes while the proof is looked at', async () => {
    const before = entries(leaves).length;
    const asked = ask(pin);
    await shop.call('till.lock', {});
    expect(await asked).toBe('approval-refused');
    expect(entries(leaves).length).toBe(before);
    await shop.call('till.unlock', { number: cashier.number, pin: cashier.pin });
  });
});

it('a passkey allows as well', async () => {
  const authenticator = new SoftAuthenticator(pageOrigin);
  await shop.call('basket.abandon', await shop.named());
  await shop.call('till.signOut', {});
  await shop.signIn('manager');
  const credential = authenticator.create(await shop.call('passkey.creation', {}));
  await shop.call('passkey.register', { credential, label: 'key' });
  await shop.call('till.signOut', {});
  await shop.signIn();
  const passkey = authenticator.get(await shop.call('passkey.challenge', {}));
  const before = entries('drawer-opened').length;
  expect(
    await shop.refusal('drawer.open', { reasonId: 'change', approval: { passkey } }),
  ).toBeNull();
  expect(entries('drawer-opened').slice(before)).toMatchObject([
    { operator: cashier.number, body: { approvedBy: manager.number } },
  ]);
  expect(await shop.refusal('drawer.open', { reasonId: 'change', approval: { passkey } })).toBe(
    'passkey-unknown',
  );
});

it('nobody with a due secret unlocks a till; its owner signs in anew and has the basket back', async () => {
  await shop.call('basket.scan', { code: codes.water });
  await shop.call('till.lock', {});
  await change(cashier.number, { mustChangeSecret: true });
  const own = { number: cashier.number, pin: cashier.pin };
  expect(await shop.refusal('till.unlock', own)).toBe('secret-due');
  const from = shop.events.length;
  expect((await shop.signInAfter('signIn.begin', own)).waitsFor).toBe('new-secret');
  expect((await shop.state()).phase).toBe('signing-in');
  await shop.call('signIn.changeSecret', { pin: '836291' });
  expect((await shop.finishSignIn(from)).verdict).toBe('may-open');
  expect((await shop.call('basket.view', {})).lines).toHaveLength(1);
});
