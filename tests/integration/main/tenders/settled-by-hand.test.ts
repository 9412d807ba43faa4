/** Where no answer comes for good, a person ends it: at the till, on the Z, and as a task in the back office. */
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelInput } from '../../../../domain/contract/ipc.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { people } from '../../../helpers/office.ts';
import { openShop, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

type Settling = ChannelInput<'attempt.settle'>;

async function unresolved(code: string): Promise<Settling> {
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 10 });
  expect(await shop.boot()).toBeNull();
  await shop.signIn();
  const { control } = shop.emulators.control.host;
  control.next('silent', { for: 'sale' });
  control.always('decline', { for: 'reversal', code });
  await shop.fill();
  expect((await shop.payCard())?.stage).toBe('unresolved');
  await shop.payCash(1_300);
  const [payment] = await shop.call('attempt.list', {});
  expect(payment).toMatchObject({
    amountMinor: 1_300,
    maySettle: true,
    maskedPan: '620000******0013',
  });
  return {
    attemptId: payment?.attemptId ?? '',
    amountMinor: 1_300,
    outcome: 'charged',
    slip: '0163',
    reason: 'the bank says debited',
  };
}

const manager = { number: people.manager.number, pin: people.manager.pin };

describe('a reversal that the host refuses for good', () => {
  it.each(['64', '05', '40', '58', '91', '94', '96'])(
    'with %s: a manager settles it, cards and the Z go on',
    async (code) => {
      const settling = await unresolved(code);
      expect(await shop.refusal('sale.payCard', await shop.named())).toBe('basket-empty');
      expect(await shop.refusal('attempt.settle', settling)).toBe('approval-needed');
      const cashier = { number: people.cashier.number, pin: people.cashier.pin };
      expect(await shop.refusal('attempt.settle', settling, cashier)).toBe('approval-refused');
      const other = { ...settling, amountMinor: 1 };
      // Nobody is asked to allow what is refused anyway.
      expect(await shop.refusal('attempt.settle', other)).toBe('sale-changed');
      const done = await shop.call('attempt.settle', settling, manager);
      expect(done).toEqual({ openAttempts: 0 });
      const entry = shop.journal().findLast(({ kind }) => kind === 'attempt-settled');
      expect(entry?.body).toMatchObject({
        outcome: 'charged',
        amountMinor: 1_300,
        slip: '0163',
        by: people.manager.number,
        stan: expect.stringMatching(/^\d{6}$/),
      });
      // Twice is refused: it has ended.
      expect(await shop.refusal('attempt.settle', settling, manager)).toBe('sale-changed');
      shop.emulators.control.host.control.behave();
      await shop.fill();
      expect((await shop.payCard())?.stage).toBe('approved');
    },
  );

  it('is on the Z, and waits in the back office for the statement', async () => {
    const settling = await unresolved('64');
    await shop.call('attempt.settle', settling, manager);
    await shop.call('till.signOut', {});
    await shop.signIn('manager');
    const { totals } = await shop.call('report.x', {});
    expect(totals.figures.settledCharged).toEqual({ count: 1, minor: 1_300 });
    const denominations = { 1300: 1, 10000: 5 };
    const z = await closeDay(shop, denominations, { reasonId: 'unknown' });
    expect(JSON.stringify(z.paper)).toContain('人工认定已扣 1');
    const raised = shop.journal().find(({ kind }) => kind === 'anomaly-raised');
    expect(raised?.body).toMatchObject({
      anomaly: 'payment-settled',
      params: { outcome: 'charged', amount: '13.00', slip: '0163' },
    });
  });

  it('takes no card number in what somebody types, and keeps the attempt', async () => {
    const settling = await unresolved('64');
    const typed = { ...settling, reason: 'card 6200000000000013' };
    expect(await shop.refusal('attempt.settle', typed, manager)).toBe('card-number-typed');
    expect((await shop.state()).openAttempts).toBe(1);
  });

  it('that ends by itself first is not settled as well', async () => {
    const settling = await unresolved('64');
    shop.emulators.control.host.control.behave();
    await until(() => shop.kinds().includes('attempt-reversed'), 'taken back');
    expect(await shop.refusal('attempt.settle', settling, manager)).toBe('sale-changed');
    expect(shop.kinds()).not.toContain('attempt-settled');
  });
});
