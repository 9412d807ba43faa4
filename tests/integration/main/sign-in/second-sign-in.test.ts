/** Who signs in after somebody else waits for what must stop a sale, and for nothing else. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { farCutOver } from '../../../helpers/office.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
/** What the till asked since `listen`. */
let devicesAsked: string[];
let serverAsked: string[];

beforeEach(async () => {
  shop = await openShop({ settings: { cutOver: farCutOver() } });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
  await shop.call('till.signOut', {});
  await until(allSent, 'the back office has everything');
});
afterEach(() => shop.close());

function listen(): void {
  devicesAsked = [];
  serverAsked = [];
  shop.onDevicesAsked = (verb, input) => {
    const { device = '' } = input as { device?: string };
    devicesAsked.push(`${verb} ${device}`.trim());
  };
  shop.onServerAsked = (route) => serverAsked.push(route);
}

const allSent = () => shop.db.journal.head().seq === shop.db.sync.acknowledgedSeq();

const problemsOf = (view: Awaited<ReturnType<Shop['signIn']>>) =>
  view.steps.flatMap(({ problems }) => problems.map(({ kind }) => kind));

describe('the second sign-in of a day', () => {
  it('asks each device once who and how it is, the back office nothing, and a person nothing', async () => {
    listen();
    // Nobody can answer before the gate is open: it opens without an answer.
    let answer = (): void => {};
    const silence = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const from = shop.events.length;
    shop.delayServer = () => silence;
    const view = await shop.signIn('other');
    expect(view.verdict).toBe('may-open');
    expect(new Set(shop.views(from).map(({ waitsFor }) => waitsFor))).toEqual(new Set(['nothing']));
    const devices = shop.emulators.devices.map(({ device }) => device);
    const each = devices.flatMap((device) => [`health ${device}`, `identify ${device}`]);
    const checks = devicesAsked.filter((asked) => !asked.startsWith('showCustomer'));
    expect(checks.sort()).toEqual([...each, 'missingModules'].sort());
    const keys = view.steps.flatMap(({ details }) => details.map(({ key }) => key));
    expect(keys).toEqual(
      expect.arrayContaining([
        'steps.host-sign-on.already',
        'steps.sync.beside',
        'steps.reconcile.beside',
        'steps.float.already',
      ]),
    );
    answer();
    await until(() => serverAsked.includes('digests'), 'the books are compared all the same');
    await until(allSent, 'everything is sent');
  });

  it('tells of books that differ once the gate is open', async () => {
    await shop.office.tamper();
    expect((await shop.signIn('other')).verdict).toBe('may-open');
    await until(() => shop.notices().includes('books-differ'), 'the difference is told');
    expect(shop.kinds()).toContain('books-differed');
    await shop.call('till.signOut', {});
    // What differed is compared again with the cashier waiting.
    expect(problemsOf(await shop.signIn('other'))).toContain('books-differ');
  });

  it('finds a swapped pad', async () => {
    shop.emulators.control.pad.setSerialNumber('VP5-9999999');
    expect(problemsOf(await shop.signIn('other'))).toEqual(['device-swapped']);
  });

  it('finds a clock that was set forward, which the last entry cannot tell', async () => {
    shop.shiftMs = 2 * 3_600_000;
    expect(problemsOf(await shop.signIn('other'))).toEqual(['clock-set-forward']);
  });

  it('asks about seals that the register has given anew', async () => {
    const devices = shop.db.register.list();
    shop.db.register.replace(
      devices.map((row) => (row.device === 'pin-pad' ? { ...row, seals: ['S-1', 'S-9'] } : row)),
    );
    const from = shop.events.length;
    expect((await shop.signIn('other')).verdict).toBe('may-open');
    const asked = shop.views(from).filter(({ waitsFor }) => waitsFor === 'seals');
    expect(asked[0]?.seals).toEqual([{ device: 'pin-pad', seals: ['S-1', 'S-9'] }]);
    expect(shop.journal().findLast(({ kind }) => kind === 'seals-checked')?.body).toEqual({
      devices: [{ device: 'pin-pad', seals: ['S-1', 'S-9'] }],
      intact: true,
    });
  });

  it('lets no operator in whom the back office withdrew a moment ago', async () => {
    const operator = shop.db.operators.find(people.other.number);
    if (!operator) throw new Error('no operator');
    await shop.office.admin.putOperators(shop.office.store, [{ ...operator, withdrawn: true }]);
    await shop.call('till.syncNow', {});
    const { number, pin } = people.other;
    expect(await shop.refusal('signIn.begin', { number, pin })).toBe('operator-unknown');
  });

  it('waits for the back office again where it failed a moment ago', async () => {
    await shop.office.setReachable(false);
    expect(await shop.refusal('till.syncNow', {})).toBe('server-unreachable');
    await shop.office.setReachable(true);
    const view = await shop.signIn('other');
    const keys = view.steps.flatMap(({ details }) => details.map(({ key }) => key));
    expect(keys).toContain('steps.sync.passed');
  });

  it('waits for a slow printer no longer than a second', async () => {
    shop.emulators.control.misbehave('printer', 'silent');
    const view = await shop.signIn('other');
    expect(view.verdict).toBe('may-open');
    expect(problemsOf(view)).toEqual(['device-silent']);
    const devices = view.steps.find(({ step }) => step === 'devices');
    expect(devices?.problems[0]?.params).toEqual({ device: 'printer' });
  });

  it('keeps apart how long the till took and how long a person did', () => {
    const first = shop.journal().find(({ kind }) => kind === 'signed-in');
    const { steps } = (first?.body ?? { steps: [] }) as {
      steps: { step: string; tookMs: number; waitedMs?: number }[];
    };
    const waited = steps.filter(({ waitedMs }) => waitedMs !== undefined);
    expect(waited.map(({ step }) => step)).toEqual(['devices', 'float']);
    for (const { tookMs, waitedMs = 0 } of waited) expect(waitedMs).toBeLessThanOrEqual(tookMs);
  });

  it('stops at a difference before the gate where the store blocks at one', async () => {
    const settings = shop.db.settings.load();
    if (!settings) throw new Error('no settings');
    const signInPolicy = { ...settings.signInPolicy, reconcile: 'block' as const };
    await shop.office.admin.putSettings(shop.office.store, { ...settings, signInPolicy });
    await shop.call('till.syncNow', {});
    await shop.office.tamper();
    // With the next entry of the day its totals are written, and tampered with.
    await shop.call('till.selfCheck', { check: 'sound', well: true });
    const view = await shop.signIn('other');
    expect([view.verdict, problemsOf(view)[0]]).toEqual(['blocked', 'books-differ']);
  });
});
