import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weighedCode } from '../../../../domain/goods/code.ts';
import { speakerIn } from '../../../../main/machine/words.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { paperText } from '../../../helpers/paper-text.ts';
import { codes, openShop, people, type Shop } from '../../../helpers/shop.ts';
import { until } from '../../../helpers/until.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ answerTimeoutMs: 1_000 });
  expect(await shop.boot()).toBeNull();
  expect((await shop.signIn()).verdict).toBe('may-open');
});
afterEach(() => shop.close());

const manager = { number: people.manager.number, pin: people.manager.pin };

const lampOf = async (device: string): Promise<string | null | undefined> => {
  const { devices } = await shop.state();
  return devices.find((one) => one.device === device)?.problem?.kind ?? null;
};

describe('the basket', () => {
  it('reads packages, weighed goods and numbers, and says what it cannot sell', async () => {
    await shop.call('basket.scan', { code: codes.water });
    const view = await shop.onCounter('basket.scan', { code: codes.apples });
    expect(view.lines.map(({ quantity, totalMinor }) => [quantity, totalMinor])).toEqual([
      [1_000, 350],
      [865, 950],
    ]);
    expect(view.totals.dueMinor).toBe(1_300);
    expect(await shop.refusal('basket.scan', { code: codes.unknown })).toBe('barcode-unknown');
    expect(await shop.refusal('basket.scan', { code: codes.old })).toBe('item-withdrawn');
    expect(await shop.refusal('basket.scan', { code: '6901028075764' })).toBe('check-digit-wrong');
    const none = weighedCode('20012', 0);
    expect(await shop.refusal('basket.scan', { code: none })).toBe('quantity-not-sellable');
    expect(await shop.refusal('basket.add', { sku: '10001', quantity: 500 })).toBe(
      'quantity-not-sellable',
    );
    expect(await shop.refusal('basket.remove', { line: 9 })).toBe('line-gone');
  });

  it('sells what is measured with the decimals of its unit, and says so on paper', async () => {
    const { lines } = await shop.onCounter('basket.add', { sku: '20050', quantity: 1_000 });
    const [cloth] = lines;
    expect(await shop.refusal('basket.setQuantity', { line: 1, quantity: 1_255 })).toBe(
      'quantity-not-sellable',
    );
    const view = await shop.onCounter('basket.setQuantity', { line: 1, quantity: 1_250 });
    expect(cloth).toMatchObject({ unit: 'm', category: 'curtains' });
    expect(view.totals).toMatchObject({ pieces: 1, dueMinor: 3_125 });
    const amountMinor = view.cashDueMinor;
    const paid = { saleId: view.id, amountMinor, tenderedMinor: amountMinor };
    await shop.call('sale.payCash', paid);
    const sold = shop.journal().findLast(({ kind }) => kind === 'sale-completed');
    expect(sold?.body).toMatchObject({ lines: [{ unit: 'm', quantity: 1_250 }] });
    const { printer } = shop.emulators.control;
    await until(() => printer.receipts().length > 0, 'the receipt is printed');
    expect(printer.receipts().at(-1)?.lines.join('\n')).toContain('1.25 m × 25.00');
  });

  it('drops a card that is scanned or typed; its number is kept nowhere', async () => {
    const pan = '6200000000000013';
    expect(await shop.refusal('basket.scan', { code: pan })).toBe('payment-card-scanned');
    expect(await shop.refusal('basket.scan', { code: `;${pan}=30122010000000000?` })).toBe(
      'payment-card-scanned',
    );
    expect(JSON.stringify([shop.journal(), shop.events])).not.toContain(pan);
  });

  it('changes a price only with the approval of somebody who may, and writes it down', async () => {
    await shop.fill();
    const change = { line: 1, priceMinor: 300, reasonId: null };
    expect(await shop.refusal('basket.overridePrice', change)).toBe('approval-needed');
    const own = { number: people.cashier.number, pin: people.cashier.pin };
    expect(await shop.refusal('basket.overridePrice', change, own)).toBe('approval-refused');
    const view = await shop.onCounter('basket.overridePrice', change, manager);
    expect(view.totals).toMatchObject({ discountMinor: 50, dueMinor: 1_250 });
    const overridden = shop.journal().find(({ kind }) => kind === 'price-overridden');
    expect(overridden?.body).toMatchObject({ priceMinor: 300, approvedBy: '9001' });
  });

  it('asks why another price where the store has reasons for it, and keeps which', async () => {
    await shop.fill();
    const settings = shop.db.settings.load();
    if (!settings) throw new Error('no settings');
    const price = [{ id: 'damaged', name: { zh: '破损', en: 'Damaged' } }];
    shop.db.settings.save({ ...settings, reasons: { price } });
    const change = { line: 1, priceMinor: 300 };
    for (const reasonId of [null, 'shelf']) {
      const refused = await shop.refusal('basket.overridePrice', { ...change, reasonId });
      expect(refused).toBe('reason-gone');
    }
    expect(shop.kinds()).not.toContain('price-overridden');
    await shop.call('basket.overridePrice', { ...change, reasonId: 'damaged' }, manager);
    const overridden = shop.journal().find(({ kind }) => kind === 'price-overridden');
    expect(overridden?.body).toMatchObject({ reasonId: 'damaged', reason: '破损' });
  });

  it('that is given up is counted', async () => {
    await shop.fill();
    const view = await shop.onCounter('basket.abandon', await shop.named());
    expect(view.lines).toEqual([]);
    expect(shop.kinds()).toContain('sale-abandoned');
  });

  it('comes back after a crash, once somebody has signed in', async () => {
    const dueMinor = await shop.fill();
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    expect(await shop.refusal('basket.view', {})).toBe('not-signed-in');
    const view = await shop.signIn('other');
    expect(view.steps.find(({ step }) => step === 'float')?.details[0]?.key).toBe(
      'steps.float.already',
    );
    expect((await shop.call('basket.view', {})).totals.dueMinor).toBe(dueMinor);
  });
});

describe('a cash sale', () => {
  it('needs something to sell and enough to pay it', async () => {
    expect(await shop.refusal('sale.payCash', await shop.cash(100))).toBe('basket-empty');
    await shop.fill();
    expect(await shop.refusal('sale.payCash', await shop.cash(1_299))).toBe('tender-too-small');
    const sale = await shop.payCash(2_000);
    expect(sale).toMatchObject({ totalMinor: 1_300, tenderedMinor: 2_000, changeMinor: 700 });
    expect((await shop.call('basket.view', {})).lines).toEqual([]);
  });

  it('to the smallest coin adds up wherever amounts stand together: sheet, list, paper and takings', async () => {
    const settings = shop.db.settings.load();
    if (!settings) throw new Error('no settings');
    shop.db.settings.save({ ...settings, cashStepMinor: 10 });
    await shop.call('basket.scan', { code: codes.water });
    const change = { line: 1, priceMinor: 333, reasonId: null };
    const view = await shop.onCounter('basket.overridePrice', change, manager);
    expect([view.owedMinor, view.cashDueMinor]).toEqual([333, 330]);
    const { saleId } = await shop.payCash(500);
    const [listed] = await shop.call('sale.recent', {});
    expect(listed).toMatchObject({ totalMinor: 333, tenderedMinor: 500, changeMinor: 170 });

    const paper = paperText(await shop.call('sale.receipt', { saleId }));
    expect(paper).toMatch(/3\.33\n/);
    expect(paper).toMatch(/抹零\s+-0\.03\n.*合计\s+3\.30.*\n.*\s5\.00\n.*找零\s+1\.70\n/);
    const { figures } = shop.db.totals((await shop.state()).businessDate);
    expect(figures).toMatchObject({
      sales: { count: 1, minor: 333 },
      rounding: { minor: -3 },
      cash: { count: 1, minor: 330 },
    });
  });

  it('prints its receipt and opens the drawer', async () => {
    const { printer } = shop.emulators.control;
    await shop.fill();
    await shop.payCash(1_300);
    await until(() => shop.kinds().includes('receipt-printed'), 'printed');
    expect(printer.receipts().at(-1)?.lines.join('\n')).toContain('13.00');
    expect(printer.state().drawerOpen).toBe(true);
  });

  it('stands when the printer has no paper, and is printed again as a copy', async () => {
    const { printer } = shop.emulators.control;
    printer.setPaper('out');
    await shop.fill();
    const { saleId } = await shop.payCash(1_300);
    await until(async () => (await lampOf('printer')) === 'printer-paper-out', 'the lamp shows it');
    expect(shop.notices(), 'no notice for each sale').toEqual([]);
    await until(() => printer.state().drawerOpen, 'there is change to give');
    expect(shop.kinds()).toContain('sale-completed');
    expect(shop.kinds()).not.toContain('receipt-printed');
    expect(await shop.refusal('sale.printReceipt', { saleId })).toBe('printer-paper-out');
    printer.setPaper('ok');
    expect(await shop.call('sale.printReceipt', { saleId })).toEqual({ confirmed: true });
    expect(await lampOf('printer'), 'mended').toBeNull();
    expect(printer.receipts().at(-1)?.lines.join('\n')).toContain(speakerIn('zh-CN')('paper.copy'));
  });
});

describe('a printer that says nothing, with the option that says so', () => {
  it('prints, opens the drawer, and its lamp says that nobody confirmed it', async () => {
    await shop.close();
    shop = await openShop({
      answerTimeoutMs: 1_000,
      config: (config) => ({
        ...config,
        devices: config.devices.map((device) =>
          device.family === 'printer' ? { ...device, options: { silent: true } } : device,
        ),
      }),
    });
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    const { printer } = shop.emulators.control;
    await shop.fill();
    const { saleId } = await shop.payCash(1_300);
    await until(
      async () => (await lampOf('printer')) === 'printer-unconfirmed',
      'the lamp shows it',
    );
    expect(shop.notices(), 'no notice for each sale').toEqual([]);
    await until(() => printer.receipts().length > 0, 'the receipt is printed');
    await until(() => printer.state().drawerOpen, 'there is change to give');
    expect(shop.kinds()).toContain('receipt-printed');
    expect(await shop.call('sale.printReceipt', { saleId })).toEqual({ confirmed: false });
  });
});

describe('a card sale', () => {
  it('is charged once and sold once', async () => {
    await shop.fill();
    const view = await shop.payCard();
    expect(view).toMatchObject({ stage: 'approved', amountMinor: 1_300, problem: null });
    expect(shop.emulators.control.host.books.chargedMinor()).toBe(1_300);
    const [sale] = await shop.call('sale.recent', {});
    expect(sale).toMatchObject({ saleId: view?.saleId, tender: 'card', totalMinor: 1_300 });
    expect(JSON.stringify([shop.journal(), shop.events])).not.toMatch(/6200000000000013|123456"/);
  });

  it('that the host declines leaves the basket, and cash still works', async () => {
    await shop.fill();
    const view = await shop.payCard('no-funds');
    expect(view).toMatchObject({ stage: 'declined', problem: { kind: 'card-declined' } });
    expect((await shop.payCash(1_300)).tender).toBe('cash');
    expect(shop.emulators.control.host.books.chargedMinor()).toBe(0);
  });

  it('whose devices die over the answer of the host is taken back, not guessed', async () => {
    shop.emulators.control.host.control.next('late', { for: 'sale', lateMs: 400 });
    await shop.fill();
    const paying = shop.payCard();
    const { host } = shop.emulators.control;
    await until(() => host.control.received('sale') === 1, 'the host was asked');
    await shop.restartDevices();
    const view = await paying;
    expect(view?.stage).toBe('unresolved');
    expect(shop.kinds()).toContain('attempt-unknown');
    await until(() => host.books.chargedMinor() === 1_300, 'the host charged');
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    await shop.signIn();
    expect(host.books.chargedMinor()).toBe(0);
    expect((await shop.state()).openAttempts).toBe(0);
  });

  it('freezes the basket while it runs, and can be cancelled before the host is asked', async () => {
    await shop.fill();
    const paying = shop.call('sale.payCard', await shop.named());
    await until(() => shop.stages().includes('swipe-card'), 'asked to swipe');
    expect(await shop.refusal('basket.scan', { code: codes.water })).toBe('sale-in-payment');
    expect(await shop.refusal('sale.payCash', await shop.cash(9_999))).toBe('sale-in-payment');
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('sale-in-payment');
    expect(await shop.refusal('till.lock', {})).toBe('sale-in-payment');
    await shop.call('sale.cancelCard', { attemptId: shop.attemptId() });
    await paying;
    expect(shop.paymentTold()).toMatchObject({
      stage: 'declined',
      problem: { kind: 'card-cancelled' },
    });
    const declined = shop.journal().find(({ kind }) => kind === 'attempt-declined');
    expect(declined?.body).toMatchObject({ reason: 'not-sent', responseCode: null });
    expect((await shop.onCounter('basket.scan', { code: codes.water })).lines).toHaveLength(2);
  });

  it('ends reversed when the host is silent: the customer is not charged', async () => {
    shop.emulators.control.host.control.next('silent', { for: 'sale' });
    await shop.fill();
    const view = await shop.payCard();
    expect(view).toMatchObject({ stage: 'reversed', problem: { kind: 'host-silent' } });
    expect(shop.emulators.control.host.books.chargedMinor()).toBe(0);
    expect((await shop.state()).openAttempts).toBe(0);
    expect((await shop.payCard())?.stage).toBe('approved');
  });

  it('that cannot be taken back yet blocks the next card, not cash, and is taken back later', async () => {
    const { control, books } = shop.emulators.control.host;
    control.next('silent', { for: 'sale' });
    control.always('lost', { for: 'reversal' });
    await shop.fill();
    const view = await shop.payCard();
    expect(view).toMatchObject({ stage: 'unresolved', problem: { kind: 'attempt-unresolved' } });
    expect(books.chargedMinor()).toBe(1_300);
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('attempt-open');
    await shop.payCash(1_300);
    control.behave();
    expect(await shop.call('attempt.resolve', {})).toEqual({ openAttempts: 0 });
    expect(books.chargedMinor()).toBe(0);
    expect(shop.notices()).toContain('attempt-taken-back');
    expect((await shop.state()).cardReady).toBe(true);
  });
});

describe('without the network', () => {
  it('ten sales reach the back office once each after it returns', {
    timeout: 90_000,
  }, async () => {
    await shop.office.setReachable(false);
    for (let sale = 1; sale <= 10; sale += 1) {
      await shop.fill();
      await shop.payCash(1_300);
    }
    await until(() => shop.kinds().filter((kind) => kind === 'receipt-printed').length === 10, '…');
    expect((await shop.state()).serverOnline).toBe(false);
    expect((await shop.state()).unsynced).toBeGreaterThanOrEqual(20);
    await shop.office.setReachable(true);
    await shop.call('till.syncNow', {});
    const arrived = await shop.office.entries();
    expect(arrived.filter(({ kind }) => kind === 'sale-completed')).toHaveLength(10);
    expect(arrived.map(({ seq }) => seq)).toEqual(shop.journal().map(({ seq }) => seq));
    expect(await shop.state()).toMatchObject({ serverOnline: true, unsynced: 0 });
  });
});

describe('a back office restored from an old copy', () => {
  it('gets the journal again, without anybody signing in for it', async () => {
    await shop.call('till.syncNow', {});
    await shop.office.forgetJournal();
    await shop.fill();
    await shop.payCash(1_300);
    await until(() => shop.kinds().includes('receipt-printed'), 'printed');
    await shop.call('till.syncNow', {});
    const arrived = await shop.office.entries();
    expect(arrived.map(({ seq }) => seq)).toEqual(shop.journal().map(({ seq }) => seq));
    expect((await shop.state()).unsynced).toBe(0);
  });
});

describe('the end of the day', () => {
  it('adds up, is signed, signs out, and closes the date', async () => {
    await shop.fill();
    await shop.payCash(1_300);
    await shop.fill();
    await shop.payCard();
    expect(await shop.refusal('day.preview', {})).toBe('not-permitted');
    await shop.call('till.signOut', {});
    await shop.signIn('manager');
    await shop.fill();
    await expect(closeDay(shop, { 5000: 10, 100: 13 })).rejects.toMatchObject({
      kind: 'basket-open',
    });
    await shop.call('basket.abandon', await shop.named());
    const { due } = await shop.call('day.preview', {});
    expect(due).toMatchObject({ expectedMinor: 51_300, differenceMinor: 0 });
    expect((await shop.call('report.x', {})).totals.figures).toMatchObject({
      sales: { count: 2, minor: 2_600 },
      cash: { count: 1, minor: 1_300 },
      card: { count: 1, minor: 1_300 },
      float: { minor: 50_000 },
      abandoned: { count: 1 },
    });
    const z = await closeDay(shop, { 5000: 10, 100: 12 }, { reasonId: 'unknown' });
    expect(z).toMatchObject({ zNumber: 1, differenceMinor: -100 });
    const closed = shop.journal().find(({ kind }) => kind === 'day-closed');
    expect(closed?.body).toMatchObject({
      expectedMinor: 51_300,
      countedMinor: 51_200,
      firstCountedMinor: 51_300,
      sales: 2,
    });
    expect(await shop.state()).toMatchObject({ phase: 'closed', unclosedDates: [] });
    expect((await shop.state()).afterClose).toMatchObject({ zNumber: 1, way: 'further-session' });
    await until(() => shop.db.sync.acknowledgedSeq() === shop.journal().length, 'all of it sent');
    const arrived = await shop.office.entries();
    expect(arrived.at(-1)?.seq).toBe(shop.journal().length);
  });
});
