/** Working keys that hold no longer, and payments that cannot be taken back: the till sees to both by itself. */
import { afterEach, describe, expect, it } from 'vitest';
import { hostPauseMs } from '../../../../main/program/upkeep.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

async function start(): Promise<void> {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
}

const open = async (): Promise<void> => {
  await start();
  expect((await shop.signIn()).verdict).toBe('may-open');
};

const signOns = (): number => shop.kinds().filter((kind) => kind === 'host-signed-on').length;

/** As the page was told last. */
function cardReady(): boolean {
  return shop.stateTold().cardReady ?? false;
}

describe('working keys that hold no longer', () => {
  it.each([
    ['refuses the MAC (A0)', () => shop.emulators.control.host.control.forgetKeys(), 'reversed'],
    [
      'finds the PIN block wrong (99)',
      () => shop.emulators.control.host.control.next('decline', { for: 'sale', code: '99' }),
      'declined',
    ],
    [
      'asks for it in the head of its answer',
      () => shop.emulators.control.host.control.next('sign-on-again', { for: 'sale' }),
      'approved',
    ],
    ['answers under a wrong MAC', () => wrongMac(), 'reversed'],
  ] as const)('are fetched anew, once, when the host %s', async (_how, misbehave, stage) => {
    await open();
    await shop.fill();
    misbehave();
    expect((await shop.payCard())?.stage).toBe(stage);
    const dueMinor = stage === 'approved' ? 0 : 1_300;
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
    await until(() => cardReady() && signOns() === 2, 'signed on again');
    if (dueMinor === 0) await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
    expect(signOns()).toBe(2);
  });

  it('are fetched anew after the devices process came back without them', async () => {
    await open();
    await shop.fill();
    await shop.restartDevices();
    expect(await shop.payCard()).toMatchObject({
      stage: 'declined',
      problem: { kind: 'host-sign-on-needed' },
    });
    await until(() => cardReady() && signOns() === 2, 'signed on again');
    expect((await shop.payCard())?.stage).toBe('approved');
  });

  it('that could not be had at sign-in are fetched when the host is back', async () => {
    await start();
    const { control } = shop.emulators.control.host;
    await control.setReachable(false);
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(cardReady()).toBe(false);
    await control.setReachable(true);
    await until(cardReady, 'cards can be taken');
    await shop.fill();
    expect((await shop.payCard())?.stage).toBe('approved');
  });
});

function wrongMac(): void {
  shop.emulators.control.host.control.next('wrong-mac', { for: 'sale' });
}

describe('an answer that nobody can prove', () => {
  it.each([
    ['a refusal that somebody on the line made of an approval', 'altered-code', {}],
    ['the same with its MAC left out', 'altered-code', { unsealed: true }],
    ['an answer under a MAC of zeros', 'zero-mac', {}],
  ] as const)('%s is taken back; the customer is told so only then', async (_, fault, options) => {
    await open();
    await shop.fill();
    const { control, books } = shop.emulators.control.host;
    control.next(fault, { for: 'sale', ...options });
    expect((await shop.payCard())?.stage).toBe('reversed');
    expect(books.chargedMinor()).toBe(0);
    expect(shop.kinds().filter((kind) => kind.startsWith('attempt-'))).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-unknown',
      'attempt-reversing',
      'attempt-reversed',
    ]);
  });

  it('leaves a reversal open: the till says so, and asks again until it is proved', async () => {
    await open();
    await shop.fill();
    const { control, books } = shop.emulators.control.host;
    control.next('silent', { for: 'sale' });
    control.always('no-mac', { for: 'reversal' });
    expect((await shop.payCard())?.stage).toBe('unresolved');
    expect(shop.kinds()).not.toContain('attempt-reversed');
    control.behave();
    await until(cardReady, 'taken back, and proved');
    expect(books.chargedMinor()).toBe(0);
  });
});

describe('a payment that the host refuses to take back', () => {
  async function refusedReversal(): Promise<void> {
    await open();
    const { control } = shop.emulators.control.host;
    control.next('silent', { for: 'sale' });
    control.always('decline', { for: 'reversal', code: '96' });
    await shop.fill();
    expect(await shop.payCard()).toMatchObject({
      stage: 'unresolved',
      problem: { kind: 'attempt-unresolved' },
    });
  }

  it('is never called not charged; it stays open, cash goes on, and it ends when the host obeys', async () => {
    await refusedReversal();
    const { control, books } = shop.emulators.control.host;
    expect(books.chargedMinor()).toBe(1_300);
    expect(await shop.refusal('attempt.resolve', {})).toBe('attempt-unresolved');
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('attempt-open');
    expect((await shop.payCash(1_300)).tender).toBe('cash');
    control.behave();
    await until(cardReady, 'taken back by itself');
    expect(books.chargedMinor()).toBe(0);
    expect(shop.notices()).toContain('attempt-taken-back');
  });

  it('is asked for once, however often the cashier presses', async () => {
    await refusedReversal();
    const tries = () => shop.kinds().filter((kind) => kind === 'attempt-reversing').length;
    const before = tries();
    const presses = Array.from({ length: 5 }, () => shop.refusal('attempt.resolve', {}));
    expect(new Set(await Promise.all(presses))).toEqual(new Set(['attempt-unresolved']));
    // One of the presses, and perhaps one of the till itself.
    expect(tries() - before).toBeLessThanOrEqual(2);
  });

  it('is told to the manager who signs in, and keeps the day open', async () => {
    await refusedReversal();
    await shop.call('basket.abandon', await shop.named());
    await shop.call('till.signOut', {});
    const view = await shop.signIn('manager');
    const step = view.steps.find(({ step }) => step === 'host-sign-on');
    expect(step?.problems).toEqual([{ kind: 'attempt-unresolved', params: { count: 1 } }]);
    const closing = closeDay(shop, {}, { reasonId: 'unknown' });
    await expect(closing).rejects.toMatchObject({ kind: 'attempt-unresolved' });
    expect((await shop.state()).phase).toBe('open');
  });

  it('is asked for so seldom that the journal of a day grows by little', () => {
    const dayMs = 24 * 3_600_000;
    let tries = 0;
    for (let atMs = 0; atMs < dayMs; atMs += hostPauseMs('take-back', tries)) tries += 1;
    expect(tries).toBeLessThan(160);
    expect(hostPauseMs('sign-on', 1_000)).toBeLessThanOrEqual(60_000);
    expect(hostPauseMs('nothing', 0)).toBe(0);
  });
});
