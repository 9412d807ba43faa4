/** A right lent for one act: whatever the act, it asks what a sign-in asks, and takes every way in. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../../../domain/contract/ipc.ts';
import { badgeBytes, badgeText } from '../../../../domain/people/badge.ts';
import type { Operator } from '../../../../domain/people/operator.ts';
import type { SignInWays } from '../../../../domain/people/ways-in.ts';
import type { Problem } from '../../../../domain/words/problem.ts';
import { pageOrigin } from '../../../../main/electron/page-origin.ts';
import { hashToken } from '../../../../server/people/pin-hash.ts';
import type { Allows } from '../../../../tools/simulate/allowed.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { SoftAuthenticator } from '../../../helpers/soft-authenticator.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
const badge = badgeText(seededRandom('approvals').bytes(badgeBytes));
const card = '9900112233';
const { cashier, other, manager } = people;
const pin = { number: manager.number, pin: manager.pin };
const wrong = { number: other.number, pin: '0000' };

/** Acts of every sort, and the entry that each leaves: of a basket, of whoever is signed in, of nobody. The others have their own tests. */
const acts: readonly Readonly<{ act: string; channel: Channel; input: object; leaves: string }>[] =
  [
    {
      act: 'a price',
      channel: 'basket.overridePrice',
      input: { line: 1, priceMinor: 300, reasonId: null },
      leaves: 'price-overridden',
    },
    {
      act: 'the drawer',
      channel: 'drawer.open',
      input: { reasonId: 'change' },
      leaves: 'drawer-opened',
    },
    {
      act: 'an operator locked out',
      channel: 'signIn.unlockOperator',
      input: { number: other.number },
      leaves: 'operator-unlocked',
    },
    { act: 'the bench', channel: 'bench.open', input: {}, leaves: 'bench-opened' },
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

/** What the page is asked for; empty where it is asked for nothing. */
async function asked(channel: Channel, input: object): Promise<string> {
  const refused = await shop.call(channel, input as never).then(
    () => null,
    (thrown: Problem) => thrown,
  );
  expect(refused?.kind).toBe('approval-needed');
  return String(refused?.params.ask);
}

const give = async (ask: string, proof: Allows): Promise<string> =>
  (await shop.call('approval.give', { ask, proof })).grant;

/** Answers the id that the page is told once a device has read somebody for that. */
async function shownBy(ask: string, device: () => unknown): Promise<Allows> {
  const from = shop.events.length;
  await shop.call('approval.begin', { ask });
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
  await shop.refusal('signIn.unlockOperator', { number: other.number }, wrong);
});

describe.each(acts)('$act', ({ channel, input, leaves }) => {
  const ask = (by: Allows) => shop.refusal(channel, input, by);

  it('is allowed by PIN, by a badge before the page, by badge and card at a device', async () => {
    const { scanner, reader } = shop.emulators.control;
    const ways: readonly ((ask: string) => Promise<Allows>)[] = [
      async () => pin,
      async () => ({ badge }),
      (id) => shownBy(id, () => scanner.scan(badge)),
      (id) => shownBy(id, () => reader.swipe(null, `${card}=30121010000000000`)),
    ];
    for (const way of ways) {
      const before = entries(leaves).length;
      const id = await asked(channel, input);
      const grant = await give(id, await way(id));
      expect(await shop.granted(channel, input, grant)).toBeNull();
      if (leaves !== 'operator-unlocked') expect(entries(leaves).length).toBe(before + 1);
    }
    expect(entries(leaves).length).toBeGreaterThan(0);
    expect(JSON.stringify([shop.events, shop.journal()])).not.toContain(badge);
  });

  it('asks for both where the store asks for two, and half of a sign-in is no half of it', async () => {
    await store([['badge', 'secret']]);
    const before = entries(leaves).length;
    const id = await asked(channel, input);
    const show = (proof: Allows) => shop.refusal('approval.give', { ask: id, proof });
    expect(await show(pin)).toBe('more-proof');
    expect(await show(pin)).toBe('more-proof');
    expect(entries(leaves).length).toBe(before);
    expect(await shop.granted(channel, input, await give(id, { badge }))).toBeNull();
    // Nothing of it is left for the next time.
    expect(await ask({ badge })).toBe('more-proof');
    expect(await ask(pin)).toBe('more-proof');
    await shop.call('approval.end', {});
    await shop.call('till.lock', {});
    expect(await shop.refusal('till.unlock', pin)).toBe('not-permitted');
    expect(await shop.refusal(channel, input, { badge })).not.toBeNull();
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
    const id = await asked(channel, input);
    const shown = await shownBy(id, () => shop.emulators.control.scanner.scan(badge));
    await give(id, shown);
    expect(await ask(shown)).toBe('approval-refused');
    const late = await asked(channel, input);
    const after = await shownBy(late, () => shop.emulators.control.scanner.scan(badge));
    await shop.call('approval.end', {});
    expect(await shop.refusal('approval.give', { ask: late, proof: after })).toBe(
      'approval-refused',
    );
  });

  it('is done once for a grant, and never without one of its own', async () => {
    const before = entries(leaves).length;
    const grant = await give(await asked(channel, input), pin);
    expect(await shop.granted(channel, input, randomUUID())).toBe('approval-refused');
    // Whatever was brought instead, the grant is gone with it.
    expect(await shop.granted(channel, input, grant)).toBe('approval-refused');
    expect(entries(leaves).length).toBe(before);
    const next = await give(await asked(channel, input), pin);
    expect(await shop.granted(channel, input, next)).toBeNull();
    expect(await shop.granted(channel, input, next)).toBe('approval-refused');
  });

  it('is not done for whoever comes while the proof is looked at', async () => {
    const before = entries(leaves).length;
    const id = await asked(channel, input);
    const given = shop.refusal('approval.give', { ask: id, proof: pin });
    await shop.call('till.lock', {});
    expect(await given).toBe('approval-refused');
    await shop.call('till.unlock', { number: cashier.number, pin: cashier.pin });
    expect(entries(leaves).length).toBe(before);
  });

  it('ends with the lock: a grant of before is none afterwards', async () => {
    const before = entries(leaves).length;
    const grant = await give(await asked(channel, input), pin);
    await shop.call('till.lock', {});
    await shop.call('till.unlock', { number: cashier.number, pin: cashier.pin });
    expect(await shop.granted(channel, input, grant)).toBe('approval-refused');
    expect(entries(leaves).length).toBe(before);
  });
});

describe('a grant', () => {
  const price = (priceMinor: number) => ({ line: 1, priceMinor, reasonId: null });

  it('is for that input and that act, not for another', async () => {
    const before = shop.journal().length;
    for (const [channel, input] of [
      ['basket.overridePrice', price(200)],
      ['drawer.open', { reasonId: 'change' }],
    ] as const) {
      const grant = await give(await asked('basket.overridePrice', price(300)), pin);
      expect(await shop.granted(channel, input, grant)).toBe('approval-refused');
    }
    expect(shop.journal().slice(before)).toEqual([]);
  });

  it('is for the basket that was shown, not for one that has taken its place', async () => {
    const grant = await give(await asked('basket.overridePrice', price(250)), pin);
    await shop.call('basket.abandon', await shop.named());
    await shop.call('basket.scan', { code: codes.water });
    const { lines } = await shop.call('basket.view', {});
    expect(lines[0]?.line).toBe(1);
    expect(await shop.granted('basket.overridePrice', price(250), grant)).toBe('approval-refused');
  });

  it('is given within the limit of whoever gives it, and the entry says how far that goes', async () => {
    await change(manager.number, { role: 'supervisor' });
    // 3.50 less a fifth is 2.80.
    expect(await shop.refusal('basket.overridePrice', price(279), pin)).toBe('approval-refused');
    expect(await shop.refusal('basket.overridePrice', price(280), pin)).toBeNull();
    expect(entries('price-overridden').at(-1)?.body).toMatchObject({
      approvedBy: manager.number,
      lent: { right: 'price.override', limit: 2_000, rolesVersion: 0 },
    });
    await change(manager.number, { role: 'manager' });
  });

  it('is asked for by name: who may, how far, and what they are called', async () => {
    const ask = await asked('basket.overridePrice', price(175));
    expect(await shop.call('approval.begin', { ask })).toEqual({
      right: 'price.override',
      amount: 5_000,
      asker: { name: cashier.name, role: { zh: '收银员', en: 'Cashier' }, limit: null },
      who: [
        {
          number: manager.number,
          name: manager.name,
          role: { zh: '店长', en: 'Manager' },
          limit: null,
        },
      ],
    });
    await shop.call('approval.end', {});
  });
});

it('whoever holds the right is asked for it above their limit only', async () => {
  await shop.call('basket.abandon', await shop.named());
  await shop.call('till.signOut', {});
  await change(other.number, { role: 'supervisor' });
  await shop.call('signIn.unlockOperator', { number: other.number }, pin);
  await shop.signIn('other');
  await shop.call('basket.scan', { code: codes.water });
  const input = { line: 1, priceMinor: 280, reasonId: null };
  expect(await shop.refusal('basket.overridePrice', input)).toBeNull();
  const entry = entries('price-overridden').at(-1);
  expect(entry?.body).toMatchObject({ approvedBy: other.number });
  expect(entry?.body).not.toHaveProperty('lent');
  const more = { line: 1, priceMinor: 100, reasonId: null };
  expect(await shop.refusal('basket.overridePrice', more)).toBe('approval-needed');
  expect(await shop.refusal('basket.overridePrice', more, pin)).toBeNull();
  await shop.call('basket.abandon', await shop.named());
  await shop.call('till.signOut', {});
  await change(other.number, { role: 'cashier' });
  await shop.signIn();
  await shop.call('basket.scan', { code: codes.water });
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
  expect(await shop.refusal('drawer.open', { reasonId: 'change' }, { passkey })).toBeNull();
  expect(entries('drawer-opened').slice(before)).toMatchObject([
    { operator: cashier.number, body: { approvedBy: manager.number } },
  ]);
  expect(await shop.refusal('drawer.open', { reasonId: 'change' }, { passkey })).toBe(
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
