/**
 * Payments by a customer's phone: the till's use cases and the real client over TCP to the emulated acquirer. What it has
 * charged is held against the till's journal after every turn, also where the plug is pulled after any append.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentView } from '../../../../domain/contract/ipc.ts';
import type { SaleBody } from '../../../../domain/sale/facts.ts';
import type { TillConfig } from '../../../../main/machine/config.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { openShop, people, type Shop, type ShopOptions } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
afterEach(() => shop.close());

const dueMinor = 1_300;
/** More appends than any payment has. */
const appendsMax = 12;
const { manager } = people;

async function open(options: ShopOptions = {}): Promise<void> {
  const hasty = (config: TillConfig): TillConfig => ({
    ...config,
    wallet: config.wallet && { ...config.wallet, confirmTimeoutMs: 4_000 },
  });
  shop = await openShop({ answerTimeoutMs: 1_000, haste: 20, config: hasty, ...options });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn('manager')).verdict).toBe('may-open');
}

const phones = () => shop.emulators.control.wallet;
const attemptKinds = () => shop.kinds().filter((kind) => kind.startsWith('attempt-'));

/** The scanner reads the code; undefined where the till died over it. */
async function pay(code: string, partMinor?: number): Promise<PaymentView | undefined> {
  let ended = false;
  let thrown: unknown = null;
  void shop
    .call('sale.payWallet', { ...(await shop.named()), code, partMinor })
    .catch((reason) => {
      thrown = reason;
    })
    .finally(() => {
      ended = true;
    });
  await until(() => ended || shop.dead, 'the payment ended');
  if (shop.dead) return undefined;
  if (thrown !== null) throw thrown;
  return shop.paymentTold();
}

const walletSales = () =>
  shop
    .journal()
    .filter(({ kind }) => kind === 'sale-completed')
    .flatMap(({ body }) => (body as SaleBody).tenders)
    .filter(({ kind }) => kind === 'wallet');
const sumOf = (list: readonly Readonly<{ amountMinor: number }>[]) =>
  list.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

function expectBooksToAgree(what: string): void {
  const parts = shop.db.halfPaid().flatMap(({ taken }) => taken.map(({ tender }) => tender));
  const held = sumOf(parts.filter(({ kind }) => kind === 'wallet'));
  expect(shop.db.attempts.open(), `${what}: every attempt has ended`).toEqual([]);
  expect(phones().books.chargedMinor(), `${what}: charged is what counts for a sale`).toBe(
    sumOf(walletSales()) + held,
  );
  expect(shop.db.journal.check().kind, `${what}: the chain holds`).toBe('whole');
}

describe('a payment by wallet', { timeout: 60_000 }, () => {
  beforeEach(() => open());

  it('is paid, written first, printed with its order, and its code is kept nowhere', async () => {
    expect(await shop.state()).toMatchObject({ walletReady: true });
    const seen = new Map<string, string | undefined>();
    shop.onDevicesAsked = (verb) => void seen.set(verb, attemptKinds().at(-1));
    const due = await shop.fill();
    const code = phones().showCode('alipay');
    expect(await pay(code)).toMatchObject({ stage: 'approved', amountMinor: due });
    expect(seen.get('walletPay')).toBe('attempt-requested');
    expect(attemptKinds()).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-approved',
      'attempt-captured',
    ]);
    const maskedCode = `************${code.slice(-4)}`;
    expect(walletSales()).toMatchObject([
      { wallet: 'alipay', amountMinor: due, attemptId: shop.attemptId(), maskedCode },
    ]);
    expectBooksToAgree('paid');
    const { printer } = shop.emulators.control;
    await until(() => printer.receipts().length > 0, 'the receipt is printed');
    const paper = printer.receipts()[0]?.lines.join('\n') ?? '';
    expect(paper).toContain('支付宝');
    expect(paper.replace(/\s/g, '')).toContain(shop.attemptId());
    const trace = await shop.askDevices('trace', { device: 'wallet', after: -1 });
    expect(JSON.stringify([shop.journal(), shop.events, shop.logged, trace])).not.toContain(code);
  });

  it('that is refused charges nobody, says why, and another code pays', async () => {
    await shop.fill();
    expect(await pay(phones().showCode('wechat', 'no-funds'))).toMatchObject({
      stage: 'declined',
      problem: { kind: 'wallet-refused', params: { reason: 'funds' } },
    });
    expectBooksToAgree('refused');
    expect((await pay(phones().showCode('unionpay')))?.stage).toBe('approved');
    expectBooksToAgree('paid');
  });

  it('waits while the customer types a password, and is asked at once where the cashier wants to know', async () => {
    await shop.fill();
    const paying = pay(phones().showCode('wechat', 'asks'));
    await until(() => shop.stages().includes('customer-confirms'), 'the phone asks');
    phones().confirm();
    const attemptId = shop.attemptId();
    await shop.call('sale.askWallet', { attemptId });
    expect((await paying)?.stage).toBe('approved');
    expectBooksToAgree('confirmed');
    expect(await shop.call('sale.askWallet', { attemptId })).toEqual({});
  });

  it.each([
    ['the customer dismisses it', 'declined', 'attempt-declined'],
    ['the cashier stops it', 'reversed', 'attempt-reversed'],
    ['nobody confirms in time', 'reversed', 'attempt-reversed'],
  ])('ends unpaid where %s', async (how, stage, last) => {
    await shop.fill();
    const paying = pay(phones().showCode('wechat', 'asks'));
    await until(() => shop.stages().includes('customer-confirms'), 'the phone asks');
    if (how === 'the customer dismisses it') phones().dismiss();
    if (how === 'the cashier stops it') {
      await shop.call('sale.cancelCard', { attemptId: shop.attemptId() });
    }
    expect((await paying)?.stage).toBe(stage);
    phones().confirm();
    expect(attemptKinds().at(-1)).toBe(last);
    expectBooksToAgree(how);
  });

  it('whose answer is lost is found paid, and sold', async () => {
    await shop.fill();
    phones().next('silent', 'pay');
    expect((await pay(phones().showCode()))?.stage).toBe('approved');
    expect(attemptKinds()).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-unknown',
      'attempt-approved',
      'attempt-captured',
    ]);
    expectBooksToAgree('found paid');
  });

  it('whose request is lost, or late, is cancelled, and never charged', async () => {
    for (const fault of ['lost', 'delayed'] as const) {
      if ((await shop.call('basket.view', {})).lines.length === 0) await shop.fill();
      phones().next(fault, 'pay');
      expect((await pay(phones().showCode()))?.stage, fault).toBe('reversed');
      expect(attemptKinds().slice(-3)).toEqual([
        'attempt-unknown',
        'attempt-reversing',
        'attempt-reversed',
      ]);
      // By then the late one has arrived.
      await until(() => phones().received('pay') > 0, 'it came');
      expectBooksToAgree(fault);
    }
  });

  it('is answered twice and sold once', async () => {
    await shop.fill();
    phones().next('twice', 'all', 5);
    expect((await pay(phones().showCode()))?.stage).toBe('approved');
    expect(walletSales()).toHaveLength(1);
    expectBooksToAgree('answered twice');
  });

  it('waits for nobody it cannot reach: cards and cash go on, wallets and the Z wait, a manager settles', async () => {
    await shop.fill();
    phones().next('silent', 'all', 1_000);
    expect((await pay(phones().showCode()))?.stage).toBe('unresolved');
    expect(await shop.state()).toMatchObject({ walletReady: false, openAttempts: 1 });
    expect(
      await shop.refusal('sale.payWallet', { ...(await shop.named()), code: phones().showCode() }),
    ).toBe('attempt-open');
    await shop.payCash(dueMinor);
    const [open] = await shop.call('attempt.list', {});
    expect(open).toMatchObject({ maySettle: true, amountMinor: dueMinor });
    const { attemptId = '', amountMinor = 0 } = open ?? {};
    const said = { outcome: 'charged' as const, slip: 'W1', reason: 'seen on the phone' };
    await shop.call('attempt.settle', { attemptId, amountMinor, ...said }, manager);
    expect(shop.db.attempts.open()).toEqual([]);
    expect(shop.journal().findLast(({ kind }) => kind === 'attempt-settled')?.body).toMatchObject({
      outcome: 'charged',
      amountMinor: dueMinor,
    });
  });

  it('is refused for a code that is none, before anything is begun', async () => {
    await shop.fill();
    const named = await shop.named();
    for (const code of ['6901234567892', '4111111111111111', 'milk']) {
      expect(await shop.refusal('sale.payWallet', { ...named, code })).toBe('payment-code-wrong');
    }
    expect(attemptKinds()).toEqual([]);
  });
});

it('is a part of a sale, and given back before the rest is paid', async () => {
  await open();
  await shop.fill();
  expect((await pay(phones().showCode(), 400))?.stage).toBe('approved');
  expectBooksToAgree('a part');
  const { taken, id: saleId } = await shop.call('basket.view', {});
  expect(taken).toMatchObject([{ tender: { kind: 'wallet', amountMinor: 400 } }]);
  const tenderId = taken[0]?.id ?? '';
  expect(await shop.call('sale.giveBack', { saleId, tenderId, reasonId: 'typed' })).toEqual({
    confirmed: true,
  });
  expect(phones().books.chargedMinor()).toBe(0);
  expectBooksToAgree('given back');
  await pay(phones().showCode(), 500);
  await shop.payCash(800);
  expectBooksToAgree('even');
  const { totals } = await shop.call('report.x', {});
  expect(totals.figures.wallet).toEqual({ count: 1, minor: 500 });
  const z = await closeDay(shop, { 10000: 5, 800: 1 }, { reasonId: 'unknown' });
  expect(JSON.stringify(z.paper)).toContain('扫码付');
}, 60_000);

it('is not taken where nobody is set up, or the store takes another one', async () => {
  await open({ config: (config) => ({ ...config, wallet: null }) });
  await shop.fill();
  const code = '134567890123456789';
  expect(await shop.state()).toMatchObject({ walletReady: false });
  expect(await shop.refusal('sale.payWallet', { ...(await shop.named()), code })).toBe(
    'wallet-off',
  );
  await shop.close();
  await open({ settings: { wallets: ['alipay'] } });
  await shop.fill();
  expect(await shop.refusal('sale.payWallet', { ...(await shop.named()), code })).toBe(
    'wallet-not-taken',
  );
  await shop.close();
  await open({ settings: { wallets: [] } });
  await shop.fill();
  expect(await shop.refusal('sale.payWallet', { ...(await shop.named()), code })).toBe(
    'wallet-off',
  );
}, 60_000);

describe('a plug pulled after any append of a payment by wallet', { timeout: 180_000 }, () => {
  it.each([
    ['that is paid', () => {}],
    ['whose answers are lost', () => phones().next('silent', 'all', 2)],
    ['that never arrives', () => phones().next('lost', 'pay')],
  ])('%s never charges unsold, nor sells unpaid', async (_what, misbehave) => {
    await open();
    for (let append = 1; append <= appendsMax; append += 1) {
      if ((await shop.call('basket.view', {})).lines.length === 0) await shop.fill();
      misbehave();
      shop.pullAfter = shop.appends + append;
      if (await pay(phones().showCode())) {
        shop.pullAfter = null;
        phones().behave();
        await shop.call('attempt.resolve', {});
        return expectBooksToAgree('at the end');
      }
      await shop.unplugTill();
      phones().behave();
      expect(await shop.boot()).toBeNull();
      expect((await shop.signIn('manager')).verdict).toBe('may-open');
      await until(() => shop.db.attempts.open().length === 0, 'what is open has ended');
      expectBooksToAgree(`cut ${append}`);
    }
    throw new Error('no payment ran through');
  });
});
