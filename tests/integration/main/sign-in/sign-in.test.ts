import { afterEach, describe, expect, it } from 'vitest';
import type { StepView } from '../../../../domain/contract/ipc.ts';
import { defaultPolicy, type StepName } from '../../../../domain/sign-in/steps.ts';
import { farCutOver } from '../../../helpers/office.ts';
import { openShop, people, type Shop, type ShopOptions } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

async function start(options: ShopOptions = {}): Promise<void> {
  shop = await openShop(options);
  expect(await shop.boot()).toBeNull();
}

async function stepOf(name: StepName): Promise<StepView> {
  const view = shop.views().at(-1);
  const step = view?.steps.find(({ step }) => step === name);
  if (!step) throw new Error(`no step ${name}`);
  return step;
}

/** State of the step and the kinds of what it found. */
async function found(name: StepName): Promise<[string, string[]]> {
  const { state, problems } = await stepOf(name);
  return [state, problems.map(({ kind }) => kind)];
}

const policy = { ...defaultPolicy, operator: 'block', 'self-test': 'block' } as const;
const dayMs = 24 * 3_600_000;

describe('the steps of the sign-in', () => {
  it('asks for seals and float once a day; a later sign-in asks nothing', async () => {
    await start();
    await shop.signIn();
    const asked = shop.views().map(({ waitsFor }) => waitsFor);
    expect(asked).toEqual(expect.arrayContaining(['seals', 'float']));
    await shop.call('till.signOut', {});
    const from = shop.events.length;
    await shop.signIn('other');
    expect(new Set(shop.views(from).map(({ waitsFor }) => waitsFor))).toEqual(new Set(['nothing']));
    const [details] = (await stepOf('host-sign-on')).details;
    expect(details?.key).toBe('steps.host-sign-on.already');
  });

  it('can be given up while it waits, and begun by somebody else', async () => {
    await start();
    const { number, pin } = people.cashier;
    await shop.call('signIn.begin', { number, pin });
    await until(() => shop.views().at(-1)?.waitsFor === 'seals', 'asks for the seals');
    expect((await shop.state()).phase).toBe('signing-in');
    await shop.call('signIn.cancel', {});
    expect((await shop.state()).phase).toBe('closed');
    expect(await shop.refusal('signIn.confirmSeals', { intact: true })).toBe('sign-in-not-running');
    expect((await shop.signIn('other')).verdict).toBe('may-open');
    expect(shop.kinds().filter((kind) => kind === 'signed-in')).toHaveLength(1);
  });

  it('stops at a full disk, and goes on from there when it is retried', async () => {
    const system = { diskFreeBytes: 1_000_000 };
    await start({ system });
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('self-test')).toEqual(['failed', ['disk-full']]);
    expect((await stepOf('devices')).state).toBe('waiting');
    expect(shop.kinds()).toContain('sign-in-failed');
    expect(await shop.refusal('basket.view', {})).toBe('not-signed-in');
    system.diskFreeBytes = 100_000_000;
    expect((await shop.retrySignIn()).verdict).toBe('may-open');
    expect(await found('self-test')).toEqual(['warned', ['disk-low']]);
  });

  it('stops at a clock that the back office contradicts', async () => {
    await start({ settings: { cutOver: farCutOver() } });
    shop.shiftMs = -3_600_000;
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('self-test')).toEqual(['failed', ['clock-set-back']]);
    expect((await stepOf('self-test')).problems[0]?.params).toEqual({ minutes: 60 });
    shop.shiftMs = 0;
    expect((await shop.retrySignIn()).verdict).toBe('may-open');
  });

  it('names the clock, not the back office, when that refuses to talk to a clock set forward', async () => {
    await start();
    shop.shiftMs = 2 * 3_600_000;
    expect(await shop.refusal('till.syncNow', {})).toBe('clock-set-forward');
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('self-test')).toEqual(['failed', ['clock-set-forward']]);
  });

  it('stops at a clock set back that nobody can judge', async () => {
    await start();
    await shop.office.setReachable(false);
    shop.shiftMs = -3_600_000;
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('self-test')).toEqual(['failed', ['clock-set-back']]);
    expect(shop.kinds()).toContain('clock-moved');
  });

  it('names the dates on which the books of till and back office part', async () => {
    await start();
    await shop.office.tamper();
    expect((await shop.signIn()).verdict).toBe('may-open');
    const [state, kinds] = await found('reconcile');
    expect([state, kinds[0]]).toEqual(['warned', 'books-differ']);
    expect(shop.kinds()).toContain('books-differed');
  });

  it('tells of a newer version, and stops at a mandatory one where the store blocks', async () => {
    await start({ settings: { signInPolicy: { ...policy, update: 'block' } } });
    const { admin, store } = shop.office;
    await admin.publishRelease(store, { version: '0.2.0', mandatory: false });
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(await found('update')).toEqual(['warned', ['update-required']]);
    await shop.call('till.signOut', {});
    await admin.publishRelease(store, { version: '0.3.0', mandatory: true });
    // As the background does every minute; a later sign-in need not wait for it.
    await shop.call('till.syncNow', {});
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('update')).toEqual(['failed', ['update-required']]);
  });

  it('stops at a PIN pad that is not the registered one', async () => {
    await start();
    shop.emulators.control.pad.setSerialNumber('VP5-9999999');
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('devices')).toEqual(['failed', ['device-swapped']]);
  });

  it('stops at broken seals and at a tampered pad, even where the store only warns', async () => {
    await start({ settings: { signInPolicy: { ...policy, devices: 'warn' } } });
    const { number, pin } = people.cashier;
    await shop.call('signIn.begin', { number, pin });
    await until(() => shop.views().at(-1)?.waitsFor === 'seals', 'asks for the seals');
    const from = shop.events.length;
    await shop.call('signIn.confirmSeals', { intact: false });
    expect((await shop.finishSignIn(from)).verdict).toBe('blocked');
    expect(await found('devices')).toEqual(['failed', ['device-tampered']]);

    shop.emulators.control.pad.tamper();
    expect((await shop.signIn()).verdict).toBe('blocked');
    const [state, kinds] = await found('devices');
    expect(state).toBe('failed');
    expect(kinds).toContain('device-tampered');
  });

  it('stops at a pad whose cable is out; opens when it is back', async () => {
    await start();
    await shop.emulators.control.unplug('pin-pad');
    expect((await shop.signIn()).verdict).toBe('blocked');
    const [state, kinds] = await found('devices');
    expect(state).toBe('failed');
    expect(['device-gone', 'port-missing', 'device-silent']).toContain(kinds[0]);
    expect((await stepOf('devices')).problems[0]?.params.device).toBe('pin-pad');
    const from = shop.events.length;
    await shop.emulators.control.replug('pin-pad');
    await until(() => shop.stateTold(from).devices?.[0]?.online === true, 'the pad is back');
    expect((await shop.retrySignIn()).verdict).toBe('may-open');
  });

  it('only warns about the printer: low on paper, or away', async () => {
    await start();
    shop.emulators.control.printer.setPaper('low');
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(await found('devices')).toEqual(['warned', ['printer-paper-low']]);
    await shop.call('till.signOut', {});
    await shop.emulators.control.unplug('printer');
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect((await found('devices'))[0]).toBe('warned');
  });

  it('opens without the acquirer, for cash only', async () => {
    await start();
    await shop.emulators.control.host.control.setReachable(false);
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(await found('host-sign-on')).toEqual(['warned', ['host-unreachable']]);
    await shop.fill();
    expect((await shop.state()).cardReady).toBe(false);
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('host-sign-on-needed');
    expect((await shop.payCash(1_300)).tender).toBe('cash');
  });

  it('opens without the back office within the limits of the store, past them by a manager', async () => {
    await start();
    await shop.office.setReachable(false);
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(await found('sync')).toEqual(['warned', ['server-unreachable']]);
    expect(await found('reconcile')).toEqual(['warned', ['server-unreachable']]);
    await shop.call('till.signOut', {});
    shop.shiftMs = 5 * dayMs;
    expect((await shop.signIn()).waitsFor).toBe('lift');
    expect((await shop.signIn('manager')).verdict).toBe('may-open');
    expect((await found('sync'))[1]).toContain('offline-limit');
    expect((await found('sync'))[0]).toBe('warned');
  });

  it('refuses damaged software, whatever the policy', async () => {
    await start({
      system: { integrity: false },
      settings: { signInPolicy: { ...policy, update: 'warn' } },
    });
    expect((await shop.signIn()).verdict).toBe('blocked');
    expect(await found('update')).toEqual(['failed', ['software-damaged']]);
  });

  it('tells a float that cannot be at once and waits for another', async () => {
    await start({ settings: { signInPolicy: { ...policy, devices: 'skip' } } });
    const { number, pin } = people.cashier;
    await shop.call('signIn.begin', { number, pin });
    await until(() => shop.views().at(-1)?.waitsFor === 'float', 'asks for the float');
    expect((await stepOf('devices')).state).toBe('skipped');
    const denominations = { 10000: 1e15 };
    expect(await shop.refusal('signIn.countFloat', { denominations })).toBe('amount-too-large');
    expect((await shop.finishSignIn()).verdict).toBe('may-open');
  });
});

describe('the start', () => {
  it('says why it cannot, and can be tried again', async () => {
    shop = await openShop();
    await shop.office.setReachable(false);
    expect((await shop.boot())?.kind).toBe('server-unreachable');
    expect(await shop.refusal('till.state', {})).toBe('server-unreachable');
    await shop.office.setReachable(true);
    expect((await shop.call('startup.retry', {})).problem).toBeNull();
    expect((await shop.call('signIn.operators', {})).map(({ number }) => number)).toContain('1001');
  });

  it('joins a store with the code that is typed, not with a wrong one', async () => {
    shop = await openShop({
      config: ({ enrolmentCode: _code, ...config }) => config,
    });
    expect((await shop.boot())?.kind).toBe('till-not-enrolled');
    const wrong = await shop.call('startup.enrol', { code: 'WRONG-CODE' });
    expect(wrong.problem?.kind).toBe('enrolment-code-wrong');
    const right = await shop.call('startup.enrol', { code: shop.office.code });
    expect(right.problem).toBeNull();
    expect(shop.kinds()[0]).toBe('till-enrolled');
  });
});
