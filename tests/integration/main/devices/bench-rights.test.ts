/** What the bench may do ends with the person, and what opens the drawer there is the same act as anywhere. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageOrigin } from '../../../../main/electron/page-origin.ts';
import { openShop, people, type Shop } from '../../../helpers/shop.ts';
import { SoftAuthenticator } from '../../../helpers/soft-authenticator.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  expect(await shop.boot()).toBeNull();
});
afterEach(() => shop.close());

const { cashier, manager, technician } = people;
const proof = ({ number, pin }: Readonly<{ number: string; pin: string }>) => ({ number, pin });
const openBench = (who: keyof typeof people) => shop.call('bench.open', {}, proof(people[who]));
const raw = (hex: string, device = 'printer') => ({
  device,
  run: hex,
  test: { test: 'raw' as const, hex, waitMs: 0 },
});
const pulse = '1B70001919';
const opened = () => shop.journal().filter(({ kind }) => kind === 'drawer-opened');
const isOpen = () => shop.emulators.control.printer.state().drawerOpen;

describe('the bench ends with', () => {
  const withdraw = async () => {
    const operator = shop.db.operators.find(technician.number);
    if (!operator) throw new Error('no technician');
    await shop.office.admin.putOperators(shop.office.store, [{ ...operator, withdrawn: true }]);
    await shop.call('till.syncNow', {});
  };
  const rows: readonly (readonly [string, () => Promise<unknown>, () => Promise<unknown>])[] = [
    ['a sign-in that begins', async () => {}, () => shop.call('signIn.begin', proof(cashier))],
    ['a sign-in that has ended', async () => {}, () => shop.signIn()],
    ['a lock', () => shop.signIn(), () => shop.call('till.lock', {})],
    [
      'an unlock',
      async () => {
        await shop.signIn();
        await shop.call('till.lock', {});
      },
      () => shop.call('till.unlock', proof(cashier)),
    ],
    [
      'a hand-over',
      async () => {
        await shop.signIn();
        await shop.call('till.lock', {});
      },
      () => shop.call('till.handOver', {}),
    ],
    ['a sign-out', () => shop.signIn(), () => shop.call('till.signOut', {})],
    ['its owner being withdrawn', async () => {}, withdraw],
    [
      'the cut-over',
      async () => {
        await shop.signIn();
        await shop.office.setReachable(false);
      },
      async () => {
        shop.shiftMs += 25 * 3_600_000;
        await until(async () => (await shop.state()).phase === 'closed', 'the shift has ended');
      },
    ],
  ];

  it.each(rows)('%s', async (_, before, act) => {
    await before();
    await openBench('technician');
    const from = shop.journal().length;
    await act();
    expect((await shop.call('bench.view', {})).operator).toBeNull();
    expect(await shop.refusal('bench.test', raw(pulse))).toBe('bench-closed');
    expect(await shop.refusal('bench.register', {})).toBe('bench-closed');
    expect(isOpen()).toBe(false);
    const after = shop.journal().slice(from);
    expect(after.filter(({ operator }) => operator === technician.number)).toEqual([]);
  });

  it('and so does a test that runs, written under whoever began it', async () => {
    await openBench('technician');
    const test = { test: 'soak' as const, exchanges: 100_000 };
    const running = shop.call('bench.test', { device: 'pin-pad', run: 'long', test });
    await until(
      () => shop.events.some(({ kind }) => kind === 'test-progress'),
      'the test has begun',
    );
    await shop.call('signIn.begin', proof(cashier));
    expect((await running).outcome).toBe('stopped');
    const checked = shop.journal().find(({ kind }) => kind === 'device-checked');
    expect(checked).toMatchObject({ operator: technician.number, body: { outcome: 'stopped' } });
    expect(shop.events.map(({ kind }) => kind)).toContain('bench-shut');
  });

  it('and so does a passkey that was being registered: it is nobody else’s', async () => {
    await shop.signIn();
    const authenticator = new SoftAuthenticator(pageOrigin);
    const credential = authenticator.create(await shop.call('passkey.creation', {}));
    await shop.call('till.lock', {});
    await shop.call('till.handOver', {});
    await shop.signIn('other');
    const theirs = { credential, label: 'key' };
    expect(await shop.refusal('passkey.register', theirs)).toBe('passkey-unknown');
    expect((await shop.call('passkey.list', {})).passkeys).toEqual([]);
  });
});

describe('the drawer', () => {
  const doors = [
    [
      'the test of the bench',
      'bench-test',
      { device: 'printer', run: 'd', test: { test: 'drawer', pulseMs: 100 } },
    ],
    ['raw bytes', 'bench-raw', raw(pulse)],
    ['raw bytes at once', 'bench-raw', raw('1014010001')],
    ['raw bytes among others', 'bench-raw', raw(`1B40${pulse}0A`)],
  ] as const;

  it.each(doors)(
    'opens by %s as by its key: with the right, and an entry',
    async (_, how, input) => {
      await openBench('technician');
      expect(await shop.refusal('bench.test', input)).toBe('approval-needed');
      expect(await shop.refusal('bench.test', input, proof(cashier))).toBe('approval-refused');
      expect([isOpen(), opened()]).toEqual([false, []]);
      expect(await shop.refusal('bench.test', input, proof(manager))).toBeNull();
      await until(isOpen, 'the drawer is open');
      expect(opened()).toMatchObject([
        { operator: technician.number, body: { how, approvedBy: manager.number } },
      ]);
    },
  );

  it('opens by the interactive check of the printer in the same way', async () => {
    await openBench('technician');
    const check = { device: 'printer', level: 'interactive' };
    expect(await shop.refusal('bench.check', check)).toBe('approval-needed');
    expect(isOpen()).toBe(false);
    await openBench('manager');
    expect(await shop.refusal('bench.check', check)).toBeNull();
    await until(isOpen, 'the drawer is open');
    expect(opened()).toMatchObject([{ operator: manager.number, body: { how: 'bench-check' } }]);
  });

  it('is asked for also where the bytes come in two parts, or by way of another device', async () => {
    await openBench('technician');
    expect(await shop.refusal('bench.test', raw('1B'))).toBeNull();
    expect(await shop.refusal('bench.test', raw('70001919'))).toBe('approval-needed');
    expect(await shop.refusal('bench.test', raw(pulse, 'customer-display'))).toBe(
      'approval-needed',
    );
    expect(await shop.refusal('bench.test', raw('1D5E010000'))).toBe('approval-needed');
    expect(await shop.refusal('bench.test', raw('1B40'))).toBeNull();
    expect([isOpen(), opened()]).toEqual([false, []]);
  });

  it('stays shut where a sale comes to nothing', async () => {
    await shop.signIn();
    // A gram of apples: less than the smallest coin.
    const view = await shop.onCounter('basket.add', { sku: '20012', quantity: 1 });
    expect(view.cashDueMinor).toBe(0);
    const printed = () => shop.kinds().filter((kind) => kind === 'receipt-printed').length;
    await shop.payCash(5_000);
    await until(() => printed() === 1, 'the receipt is printed');
    expect(isOpen()).toBe(false);
    await shop.fill();
    await shop.payCash(5_000);
    await until(() => printed() === 2, 'the next receipt is printed');
    expect(isOpen()).toBe(true);
    expect(opened()).toEqual([]);
  });
});
