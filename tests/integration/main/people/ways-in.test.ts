/** Who is there, proved to a real till by number and PIN, badge, staff card and passkey; one shop for all of it. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { TillEvent } from '../../../../domain/contract/told.ts';
import { badgeBytes, badgeText } from '../../../../domain/people/badge.ts';
import type { Operator } from '../../../../domain/people/operator.ts';
import type { Proof } from '../../../../domain/people/proof.ts';
import type { SignInWays } from '../../../../domain/people/ways-in.ts';
import { pageOrigin } from '../../../../main/electron/page-origin.ts';
import { hashPin, hashToken } from '../../../../server/people/pin-hash.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { seededRandom } from '../../../helpers/seeded-random.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { SoftAuthenticator } from '../../../helpers/soft-authenticator.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
/** By the last test. */
let dayIsClosed = false;
const random = seededRandom('ways in');
const badge = badgeText(random.bytes(badgeBytes));
const otherBadge = badgeText(random.bytes(badgeBytes));
const strangeBadge = badgeText(random.bytes(badgeBytes));
const card = '9900112233';
const pinOf = (who: keyof typeof people): Proof => {
  const { number, pin } = people[who];
  return { number, pin };
};
const { cashier, other } = people;

/** What the back office says of somebody, from the next pull on. */
async function change(number: string, what: Partial<Operator>): Promise<void> {
  const operator = shop.db.operators.find(number);
  if (!operator) throw new Error(`no operator ${number}`);
  await shop.office.admin.putOperators(shop.office.store, [{ ...operator, ...what }]);
  await shop.call('till.syncNow', {});
}

async function store(ways: SignInWays, secrets = {}): Promise<void> {
  const settings = shop.db.settings.load();
  if (!settings) throw new Error('no settings');
  const rules = { digitsMin: 4, passwords: true, lifeDays: null, ...secrets };
  await shop.office.admin.putSettings(shop.office.store, { ...settings, ways, secrets: rules });
  await shop.call('till.syncNow', {});
}

const tokens = async (kind: 'badge' | 'card', text: string): Promise<Operator['tokens']> => [
  { kind, hash: await hashToken(shop.office.store, kind, text) },
];
const phase = async () => (await shop.state()).phase;
const lastSignedIn = () => shop.journal().findLast(({ kind }) => kind === 'signed-in');
const refusals = () =>
  shop.journal().flatMap(({ kind, body }) => (kind === 'sign-in-refused' ? [body] : []));
const heard = <Kind extends TillEvent['kind']>(kind: Kind, from: number) =>
  shop.events
    .slice(from)
    .flatMap((event) => (event.kind === kind ? [event as Extract<TillEvent, { kind: Kind }>] : []));

async function opened(begin: () => Promise<unknown>) {
  const from = shop.events.length;
  await begin();
  const view = await shop.finishSignIn(from);
  expect(view.verdict).toBe('may-open');
  return lastSignedIn();
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
  await change(cashier.number, {
    tokens: [...(await tokens('badge', badge)), ...(await tokens('card', card))],
  });
  await change(other.number, { tokens: await tokens('badge', otherBadge) });
});
afterAll(() => shop.close());

/** The till is closed again, nobody is locked out, and the store asks for number and PIN. */
afterEach(async () => {
  if (dayIsClosed) return;
  await shop.call('signIn.cancel', {});
  if ((await phase()) === 'locked') await shop.call('till.handOver', {});
  if ((await phase()) === 'open') {
    await shop.call('basket.abandon', await shop.named());
    await shop.call('till.signOut', {});
  }
  if (JSON.stringify(shop.db.settings.load()?.ways) !== '[["secret"]]') await store([['secret']]);
  if ((['badge', 'passkey'] as const).some((way) => shop.db.wrongTries(null, way).count > 0)) {
    await someoneBelongsHere();
  }
});

/** Whatever strangers showed before is forgotten. */
async function someoneBelongsHere(): Promise<void> {
  await shop.signIn();
  await shop.call('till.signOut', {});
}

describe('a proof', () => {
  const badgeProof = { badge };
  it.each([
    ['badge then PIN', badgeProof, pinOf('cashier')],
    ['PIN then badge', pinOf('cashier'), badgeProof],
  ])(
    'that is half of what the store wants asks for the other half: %s',
    async (_, first, second) => {
      await store([['badge', 'secret']]);
      const view = await shop.signInAfter('signIn.begin', first);
      expect(view).toMatchObject({ waitsFor: 'more-proof', operator: { number: cashier.number } });
      expect(view.moreWays).toHaveLength(1);
      expect(await phase()).toBe('closed');
      const entry = await opened(() => shop.call('signIn.begin', second));
      expect(entry?.operator).toBe(cashier.number);
      expect([...((entry?.body.ways as string[]) ?? [])].sort()).toEqual(['badge', 'secret']);
    },
  );

  it('shown twice is still one, and that of another operator begins anew', async () => {
    await store([['badge', 'secret']]);
    await shop.call('signIn.begin', { badge });
    expect((await shop.signInAfter('signIn.begin', { badge })).waitsFor).toBe('more-proof');
    const view = await shop.signInAfter('signIn.begin', pinOf('other'));
    expect(view).toMatchObject({ waitsFor: 'more-proof', operator: { number: other.number } });
    expect(view.moreWays).toEqual(['badge']);
    await shop.call('signIn.cancel', {});
    expect((await shop.signInView()).waitsFor).toBe('operator');
    expect((await shop.signInAfter('signIn.begin', { badge: otherBadge })).waitsFor).toBe(
      'more-proof',
    );
  });

  it('of a way the store does not take is not even looked at', async () => {
    await store([['badge', 'secret'], ['passkey']]);
    expect(await shop.refusal('signIn.begin', { badge: strangeBadge })).toBe('badge-unknown');
    await store([['passkey']]);
    const before = refusals().length;
    expect(await shop.refusal('signIn.begin', { number: cashier.number, pin: '0000' })).toBe(
      'way-not-allowed',
    );
    expect(refusals().length).toBe(before);
  });

  it('opens a locked till to its owner, hands it over to another, and to no manager otherwise', async () => {
    await store([['secret'], ['badge', 'secret']]);
    await shop.signIn();
    await shop.call('till.lock', {});
    await shop.call('signIn.begin', pinOf('cashier'));
    expect(await phase()).toBe('open');
    await shop.call('till.lock', {});
    expect((await shop.call('till.unlock', { badge })).moreWays).toEqual(['secret']);
    expect(await phase()).toBe('locked');
    expect(await shop.refusal('till.unlock', { badge: otherBadge })).toBe('not-permitted');
    expect(await shop.refusal('till.unlock', pinOf('manager'))).toBe('not-permitted');
    expect(await phase()).toBe('locked');
    expect((await shop.call('till.unlock', pinOf('cashier'))).moreWays).toEqual([]);
    expect(await phase()).toBe('open');
  });
});

describe('badges and staff cards', () => {
  it('read by a device open a closed till, and their text goes nowhere', async () => {
    await store([['badge'], ['card']]);
    const { scanner, reader } = shop.emulators.control;
    const entry = await opened(async () => {
      await scanner.scan(badge);
      await until(async () => (await phase()) !== 'closed', 'the badge was read');
    });
    expect(entry?.body.ways).toEqual(['badge']);
    const from = shop.events.length;
    await scanner.scan(otherBadge);
    await until(() => heard('notice', from).length > 0, 'a badge beside a sale is told of');
    expect(heard('notice', from)[0]?.problem.kind).toBe('badge-scanned');
    expect(heard('scanned', from)).toEqual([]);
    expect(await shop.refusal('basket.scan', { code: badge })).toBe('badge-scanned');
    expect((await shop.call('basket.view', {})).lines).toEqual([]);
    await shop.call('till.signOut', {});

    const byCard = await opened(async () => {
      reader.swipe(null, `${card}=30121010000000000`);
      await until(async () => (await phase()) !== 'closed', 'the card was read');
    });
    expect(byCard?.body.ways).toEqual(['card']);
    const trace = await shop.askDevices('trace', { device: 'scanner', after: -1 });
    const all = JSON.stringify([shop.events, shop.logged, shop.journal(), trace]);
    for (const secret of [badge, otherBadge, badge.slice(4)]) {
      expect(all).not.toContain(secret);
      expect(all.toLowerCase().replaceAll(' ', '')).not.toContain(
        Buffer.from(secret).toString('hex'),
      );
    }
  });

  it('that are nobody’s wait longer each time, are journalled without their text, and lock nobody', async () => {
    await store([['badge'], ['secret']]);
    const from = shop.events.length;
    await shop.emulators.control.scanner.scan(strangeBadge);
    await until(() => heard('proof-refused', from).length > 0, 'the stranger is told');
    expect(heard('proof-refused', from)[0]?.problem.kind).toBe('badge-unknown');
    for (let tries = 2; tries <= 3; tries += 1) {
      expect(await shop.refusal('signIn.begin', { badge: strangeBadge })).toBe('badge-unknown');
    }
    expect(await shop.refusal('signIn.begin', { badge })).toBe('pin-wait');
    expect(refusals().slice(-3)).toEqual(
      [1, 2, 3].map((wrongTries) => ({
        number: null,
        way: 'badge',
        reason: 'way-refused',
        wrongTries,
      })),
    );
    await opened(() => shop.call('signIn.begin', pinOf('cashier')));
    await shop.call('till.signOut', {});
    await opened(() => shop.call('signIn.begin', { badge }));
  });

  it('of somebody withdrawn open nothing', async () => {
    await store([['badge']]);
    await change(other.number, { withdrawn: true });
    expect(await shop.refusal('signIn.begin', { badge: otherBadge })).toBe('operator-withdrawn');
    await change(other.number, { withdrawn: false });
    await opened(() => shop.call('signIn.begin', { badge: otherBadge }));
  });
});

describe('a passkey', () => {
  const authenticator = new SoftAuthenticator(pageOrigin);

  async function answered(twist = {}): Promise<Proof> {
    const options = await shop.call('passkey.challenge', {});
    return { passkey: authenticator.get(options, twist) };
  }

  it('is registered by whoever is signed in, reaches the back office, and signs them in', async () => {
    await shop.signIn();
    const options = await shop.call('passkey.creation', {});
    const credential = authenticator.create(options);
    const { passkeys } = await shop.call('passkey.register', { credential, label: 'Security key' });
    expect(passkeys).toEqual([{ credentialId: authenticator.id, label: 'Security key' }]);
    expect(await shop.refusal('passkey.register', { credential, label: 'again' })).toBe(
      'passkey-unknown',
    );
    await shop.call('till.signOut', {});
    await shop.call('till.syncNow', {});
    const theirs = await shop.office.admin.operators(shop.office.store);
    const known = theirs.find(({ number }) => number === cashier.number);
    expect(known?.passkeys.map(({ credentialId }) => credentialId)).toEqual([authenticator.id]);
    expect(known?.tokens).toHaveLength(2);

    await store([['passkey']]);
    const entry = await opened(async () => shop.call('signIn.begin', await answered()));
    expect(entry).toMatchObject({ operator: cashier.number, body: { ways: ['passkey'] } });
  });

  it('is refused when it is replayed, for another challenge or page, unverified, altered or cloned', async () => {
    await store([['passkey'], ['secret']]);
    const good = await answered();
    await opened(() => shop.call('signIn.begin', good));
    await shop.call('till.signOut', {});
    const whys = () =>
      shop.logged
        .map((line) => JSON.parse(line))
        .filter(({ msg }) => msg === 'passkey refused')
        .map(({ why }) => String(why));
    const begin = async (proof: Proof) => {
      const before = whys().length;
      expect(await shop.refusal('signIn.begin', proof)).toBe('passkey-unknown');
      const [why = 'not even looked at'] = whys().slice(before);
      await someoneBelongsHere();
      return why;
    };
    expect(await begin(good), 'replayed').toBe('not even looked at');
    await shop.call('passkey.challenge', {});
    expect(await begin(good)).toMatch(/challenge/);
    expect(await begin(await answered({ challenge: 'AAAA' }))).toMatch(/challenge/);
    expect(await begin(await answered({ origin: 'https://evil.example' }))).toMatch(/origin/);
    expect(await begin(await answered({ rpId: 'evil.example' }))).toMatch(/RP ID/);
    expect(await begin(await answered({ userVerified: false }))).toMatch(/verif/);
    expect(await begin(await answered({ counter: 1 })), 'a clone that is behind').toMatch(
      /counter/,
    );
    expect(await begin(await answered({ signature: 'MAYCAQECAQE' }))).toBe('not even looked at');
    await shop.refusal('signIn.begin', await answered({ userVerified: false }));
    expect(refusals().at(-1)).toMatchObject({ number: cashier.number, way: 'passkey' });
  });

  it('that nobody registered is nobody’s, and one that was removed opens nothing any more', async () => {
    await store([['passkey'], ['secret']]);
    const stranger = new SoftAuthenticator(pageOrigin);
    const options = await shop.call('passkey.challenge', {});
    stranger.create(options);
    const proof = { passkey: stranger.get(options) };
    expect(await shop.refusal('signIn.begin', proof)).toBe('passkey-unknown');
    expect(refusals().at(-1)).toMatchObject({ number: null, way: 'passkey' });
    await shop.signIn();
    await shop.call('passkey.remove', { credentialId: authenticator.id });
    expect((await shop.call('passkey.list', {})).passkeys).toEqual([]);
    await shop.call('till.signOut', {});
    await shop.call('till.syncNow', {});
    expect(await shop.refusal('signIn.begin', await answered())).toBe('passkey-unknown');
  });
});

describe('a secret', () => {
  it('that somebody else knows, or that is too old, is changed before the steps run', async () => {
    await change(other.number, { mustChangeSecret: true });
    const begun = await shop.signInAfter('signIn.begin', pinOf('other'));
    expect(begun.waitsFor).toBe('new-secret');
    const why = async (pin: string) =>
      (await shop.call('signIn.changeSecret', { pin }).catch((thrown) => thrown)).params?.why;
    expect(await why(other.number)).toBe('same-as-number');
    expect(await why('1234')).toBe('run');
    expect(await why(other.pin)).toBe('same-as-before');
    // The back office is away: the new one is good all the same.
    await shop.office.setReachable(false);
    const entry = await opened(() => shop.call('signIn.changeSecret', { pin: '836291' }));
    expect(entry?.operator).toBe(other.number);
    await shop.call('till.signOut', {});
    expect(await shop.refusal('signIn.begin', pinOf('other'))).toBe('pin-wrong');
    await opened(() => shop.call('signIn.begin', { number: other.number, pin: '836291' }));
    await shop.call('till.signOut', {});
    await shop.office.setReachable(true);

    expect(shop.db.secrets.pending()).toHaveLength(1);
    // A pull that knows nothing of it yet must not bring the old one back.
    const before = shop.db.operators.find(other.number);
    if (!before) throw new Error('gone');
    const old = { ...before, pinHash: await hashPin(other.pin, random), secretSetAt: null };
    shop.db.operators.apply([old]);
    expect(shop.db.operators.find(other.number)?.pinHash).toBe(before.pinHash);
    await shop.call('till.syncNow', {});
    expect(shop.db.secrets.pending()).toEqual([]);
    const theirs = await shop.office.admin.operators(shop.office.store);
    expect(theirs.find(({ number }) => number === other.number)).toMatchObject({
      pinHash: before.pinHash,
      mustChangeSecret: false,
    });
    expect(JSON.stringify(shop.journal())).not.toContain(before.pinHash);

    await store([['secret']], { lifeDays: 30 });
    shop.shiftMs += 31 * 24 * 3_600_000;
    const again = await shop.signInAfter('signIn.begin', { number: other.number, pin: '836291' });
    expect(again.waitsFor).toBe('new-secret');
    shop.shiftMs = 0;
  });

  it('is changed by whoever is signed in and knows the old one', async () => {
    await shop.signIn();
    const changed = (pin: string, newPin: string) => shop.refusal('secret.change', { pin, newPin });
    expect(await changed('0000', 'correct horse')).toBe('pin-wrong');
    expect(await changed(cashier.pin, cashier.pin)).toBe('secret-too-weak');
    expect(await changed(cashier.pin, 'correct horse')).toBeNull();
    await shop.call('till.lock', {});
    expect(await shop.refusal('till.unlock', pinOf('cashier'))).toBe('pin-wrong');
    const { number } = cashier;
    expect(await shop.refusal('till.unlock', { number, pin: 'correct horse' })).toBeNull();
    expect(await changed('correct horse', cashier.pin)).toBeNull();
    const all = JSON.stringify([shop.events, shop.logged, shop.journal()]);
    expect(all).not.toContain('correct horse');
  });

  it('that is locked out names the other way, and the back office forgives by a pull', async () => {
    await store([['secret'], ['badge']]);
    for (let tries = 0; tries < 8; tries += 1) {
      await shop.refusal('signIn.begin', { number: cashier.number, pin: '0000' });
      shop.shiftMs += 61_000;
    }
    const locked = await shop.call('signIn.begin', pinOf('cashier')).catch((thrown) => thrown);
    expect(locked).toMatchObject({ kind: 'operator-locked', params: { otherWay: 'badge' } });
    shop.shiftMs = 0;
    await change(cashier.number, { unlockedAt: Date.now() });
    expect(shop.journal().at(-2)).toMatchObject({
      kind: 'operator-unlocked',
      body: { number: cashier.number, by: null },
    });
    await opened(() => shop.call('signIn.begin', pinOf('cashier')));
  });

  it('that somebody wrote into the file of the till goes nowhere: it is told, and theirs is back', async () => {
    const { number } = people.manager;
    const before = shop.db.operators.find(number);
    const forged = { number, pinHash: await hashPin('135790', random), setAt: Date.now() };
    shop.db.secrets.set(forged);
    expect(shop.db.operators.find(number)?.pinHash).toBe(forged.pinHash);
    await shop.call('till.syncNow', {});
    expect(shop.db.secrets.pending()).toEqual([]);
    expect(shop.db.operators.find(number)?.pinHash).toBe(before?.pinHash);
    const operators = await shop.office.admin.operators(shop.office.store);
    expect(operators.find((one) => one.number === number)?.pinHash).toBe(before?.pinHash);
    expect(
      shop
        .journal()
        .filter(({ kind }) => kind === 'anomaly-raised')
        .at(-1)?.body,
    ).toEqual({
      anomaly: 'entry-doubted',
      params: { why: 'person', operator: number },
      entries: [],
    });
  });

  it('that a till gave out as somebody’s is told to them at their sign-in, until they choose a new one', async () => {
    const { number } = people.cashier;
    const [known] = (await shop.office.admin.operators(shop.office.store)).filter(
      (one) => one.number === number,
    );
    if (!known) throw new Error('no such operator');
    const secretDoubt = { at: 1, till: 'till-9' };
    await shop.office.admin.putOperators(shop.office.store, [{ ...known, secretDoubt }]);
    await shop.call('till.syncNow', {});
    await shop.signIn('cashier');
    const signedIn = shop
      .journal()
      .filter(({ kind }) => kind === 'signed-in')
      .at(-1);
    expect(JSON.stringify(signedIn?.body)).toContain(
      JSON.stringify({ kind: 'secret-doubted', params: { till: 'till-9' } }),
    );
    const fresh = { number, pinHash: known.pinHash, setAt: Date.now() };
    shop.db.secrets.set(fresh);
    expect(shop.db.operators.find(number)?.secretDoubt).toBeUndefined();
    shop.db.secrets.forget(fresh);
    // What the office has never heard of would be taken back at the next comparison.
    await shop.office.admin.putOperators(shop.office.store, [known]);
    await shop.call('till.syncNow', {});
  });
});

describe('a shift that ends with something on the counter', () => {
  it('parks the basket until its operator is back', async () => {
    await shop.signIn();
    const dueMinor = await shop.fill();
    await shop.call('till.lock', {});
    await opened(() => shop.call('signIn.begin', pinOf('manager')));
    expect((await shop.call('basket.view', {})).lines).toEqual([]);
    expect((await shop.state()).parked).toBe(1);
    await shop.call('till.signOut', {});
    await shop.signIn();
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
    expect((await shop.state()).parked).toBe(0);
    const outs = shop.journal().filter(({ kind }) => kind === 'signed-out');
    expect(outs.map(({ body }) => body.reason)).toContain('handed-over');
  });

  it('is over when the back office withdraws the operator, and says so', async () => {
    await shop.signIn();
    await shop.fill();
    const from = shop.events.length;
    await change(cashier.number, { withdrawn: true });
    expect(await phase()).toBe('closed');
    expect(heard('notice', from).map(({ problem }) => problem.kind)).toEqual([
      'operator-withdrawn',
    ]);
    expect((await shop.state()).parked).toBe(1);
    expect(await shop.refusal('signIn.begin', pinOf('cashier'))).toBe('operator-unknown');
    await change(cashier.number, { withdrawn: false });
    await shop.signIn();
    expect((await shop.state()).parked).toBe(0);
  });

  it('is in one place whenever the plug is pulled; what stays parked is given up with the Z', async () => {
    await shop.signIn();
    await shop.fill();
    const { id } = await shop.call('basket.view', {});
    await shop.call('till.lock', {});
    shop.pullAfter = shop.appends + 1;
    await shop.refusal('till.handOver', {});
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    expect(shop.db.parked.list().map((parked) => parked.id)).toEqual([id]);
    expect(shop.db.basket.load()?.lines ?? []).toEqual([]);

    await shop.signIn('manager');
    await closeDay(shop, { 10000: 5 });
    const kinds = shop.journal().filter(({ body }) => body.saleId === id);
    // By whoever closes the day, and it says whose it was.
    const { number: operator } = people.manager;
    const owner = cashier.number;
    expect(kinds).toMatchObject([{ kind: 'sale-abandoned', operator, body: { owner } }]);
    expect(shop.db.parked.list()).toEqual([]);
    dayIsClosed = true;
  });
});
