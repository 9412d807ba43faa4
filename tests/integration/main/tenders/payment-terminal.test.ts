/**
 * Cards through a semi-integrated terminal: the till's use cases and real drivers over TCP to the emulated terminals. What the
 * terminal has taken is held against the till's journal after every turn, also those where a cable or a plug is pulled.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../drivers/deadline.ts';
import {
  createEmulatedTransbank,
  TransbankEmulator,
} from '../../../../drivers/payment-terminal/transbank/emulator.ts';
import { ZvtEmulator } from '../../../../drivers/payment-terminal/zvt/emulator.ts';
import { systemRandom } from '../../../../main/machine/clock.ts';
import { closeDay } from '../../../helpers/close-day.ts';
import { type ZvtHands, zvtHands } from '../../../helpers/emulated-zvt.ts';
import { until } from '../../../helpers/until.ts';
import { cardSalesMinor, openTerminalCounter, type TerminalCounter } from './terminal-counter.ts';

/** 06 0F: the terminal's last word of a payment; and the command that asks for one. */
const completion = [0x06, 0x0f];
const dueMinor = 1_300;

let counter: TerminalCounter;
afterEach(() => counter.close());

describe('paying at a ZVT terminal', { timeout: 120_000 }, () => {
  let hands: ZvtHands;

  beforeEach(async () => {
    const emulator = new ZvtEmulator({ clock: systemClock, fault: () => 'none' });
    hands = zvtHands(emulator);
    counter = await openTerminalCounter('zvt', emulator, {
      settings: { currency: 'EUR' },
      terminalSerial: '00018632',
      haste: 10,
    });
    expect(await counter.shop.boot()).toBeNull();
    const signIn = await counter.shop.signIn('manager');
    expect(signIn.verdict).toBe('may-open');
    const step = signIn.steps.find((each) => each.step === 'host-sign-on');
    expect(step).toMatchObject({ state: 'passed' });
    expect(step?.details.map(({ key }) => key)).toEqual(['steps.host-sign-on.terminal']);
  });

  const takenMinor = (): number => Number(hands.look('day total'));
  const attemptKinds = (): string[] =>
    counter.shop.kinds().filter((kind) => kind.startsWith('attempt-'));

  async function expectBooksToAgree(what: string): Promise<void> {
    const { shop } = counter;
    expect(shop.db.attempts.open(), `${what}: every attempt has ended`).toEqual([]);
    expect(takenMinor(), `${what}: taken is what was sold`).toBe(cardSalesMinor(shop));
    expect(shop.db.journal.check().kind, `${what}: the chain holds`).toBe('whole');
  }

  it('asks the terminal for nothing that is not written down', async () => {
    const { shop } = counter;
    const seen = new Map<string, string | undefined>();
    shop.onDevicesAsked = (verb) => {
      seen.set(verb, attemptKinds().at(-1));
    };
    await shop.fill();
    const [view] = await Promise.all([counter.pay(), hands.chip()]);
    expect(view?.stage).toBe('approved');
    expect(seen.get('terminalMark')).toBe('attempt-prepared');
    expect(seen.get('terminalPay')).toBe('attempt-requested');
  });

  it('sells what the terminal approves, shows what it shows, and prints its slip', async () => {
    const { shop } = counter;
    expect(await shop.state()).toMatchObject({ cardReady: true });
    await shop.fill();
    const [view] = await Promise.all([counter.pay(), hands.chip()]);
    expect(view).toMatchObject({ stage: 'approved', amountMinor: dueMinor });
    const hints = shop.events.flatMap((event) =>
      event.kind === 'payment' && event.view.stage === 'at-terminal' ? [event.view.hint] : [],
    );
    expect(hints).toContain('ENTER PIN & OK');
    expect(attemptKinds()).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-approved',
      'attempt-captured',
    ]);
    const sale = shop.journal().find(({ kind }) => kind === 'sale-completed');
    expect(sale?.body).toMatchObject({
      tenders: [{ kind: 'card', maskedPan: '************1111', referenceNumber: '000163/0163' }],
    });
    await until(
      () => shop.emulators.control.printer.receipts().length > 0,
      'the receipt is printed',
    );
    const paper = shop.emulators.control.printer.receipts().at(-1)?.lines.join('\n');
    expect(paper).toContain('1111');
    await expectBooksToAgree('approved');
  });

  it('keeps the basket when the terminal declines, and when the cashier gives up', async () => {
    const { shop } = counter;
    await shop.fill();
    await hands.act('decide', { code: '64' });
    const [declined] = await Promise.all([counter.pay(), hands.contactless()]);
    expect(declined).toMatchObject({ stage: 'declined', problem: { kind: 'terminal-declined' } });
    await hands.act('decide', { code: '00' });

    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    await shop.call('sale.cancelCard', { attemptId: shop.attemptId() });
    expect(await paying).toMatchObject({ stage: 'declined' });
    expect((await shop.call('basket.view', {})).lines).toHaveLength(2);
    expect(takenMinor()).toBe(0);

    const [paid] = await Promise.all([counter.pay(), hands.contactless()]);
    expect(paid?.stage).toBe('approved');
    await expectBooksToAgree('at the end');
  });

  it('finds the payment whose last word was lost with the cable, and sells', async () => {
    await counter.shop.fill();
    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    counter.cutBefore(completion, async () => {
      await counter.plug.pull();
      await counter.plug.push();
    });
    await hands.contactless();
    expect(await paying).toMatchObject({ stage: 'approved' });
    expect(attemptKinds()).toContain('attempt-unknown');
    expect(takenMinor()).toBe(dueMinor);
    await expectBooksToAgree('at the end');
  });

  it('finds that nobody was charged when the cable went before the card came', async () => {
    await counter.shop.fill();
    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    await counter.plug.pull();
    await counter.plug.push();
    await until(() => counter.shop.kinds().includes('attempt-unknown'), 'the till is in doubt');
    await hands.act('stop');
    expect(await paying).toMatchObject({ stage: 'declined' });
    expect(takenMinor()).toBe(0);
    await expectBooksToAgree('at the end');
  });

  it('takes no other card while one is in doubt, and takes the lost one back once the cable is in', async () => {
    const { shop, plug } = counter;
    await shop.fill();
    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    counter.cutBefore(completion, () => plug.pull());
    await hands.contactless();
    expect(await paying).toMatchObject({
      stage: 'unresolved',
      problem: { kind: 'terminal-unknown' },
    });
    expect(takenMinor()).toBe(dueMinor);
    expect(await shop.state()).toMatchObject({ cardReady: false, openAttempts: 1 });
    expect(await shop.refusal('sale.payCard', await shop.named())).toBe('attempt-open');
    await plug.push();
    await until(() => shop.db.attempts.open().length === 0, 'the upkeep has settled it');
    expect(attemptKinds().slice(-3)).toEqual([
      'attempt-approved',
      'attempt-reversing',
      'attempt-reversed',
    ]);
    expect(shop.notices()).toContain('attempt-taken-back');
    await expectBooksToAgree('at the end');
  });

  it('charges once or never wherever the plug of the till is pulled', async () => {
    const { shop } = counter;
    const cutAfter: string[] = [];
    for (let append = 1; append <= 8; append += 1) {
      if ((await shop.call('basket.view', {})).lines.length === 0) await shop.fill();
      shop.pullAfter = shop.appends + append;
      const customer = new AbortController();
      const paying = counter.pay().finally(() => customer.abort());
      await until(
        () => customer.signal.aborted || hands.look('wants') === 'card',
        'the terminal wants a card, or the till is dead',
      );
      if (!customer.signal.aborted) await hands.act('presentCard', { how: 'contactless' });
      if (await paying) break;
      cutAfter.push(shop.kinds().at(-1) ?? '');
      await shop.unplugTill();
      expect(await shop.boot()).toBeNull();
      expect((await shop.signIn()).verdict).toBe('may-open');
      await expectBooksToAgree(`cut ${append}`);
    }
    expect(cutAfter).toEqual([
      'attempt-prepared',
      'attempt-requested',
      'attempt-approved',
      'sale-completed',
    ]);
    await expectBooksToAgree('at the end');
  });

  it('takes back what the customer paid while the till was dead', async () => {
    const { shop } = counter;
    await shop.fill();
    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    counter.cutBefore(completion, () => shop.unplugTill());
    await hands.contactless();
    expect(await paying).toBeUndefined();
    expect(takenMinor()).toBe(dueMinor);
    await until(() => hands.look('state') === 'idle', 'the terminal waits for nobody any more');
    expect(await shop.boot()).toBeNull();
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(attemptKinds().slice(-4)).toEqual([
      'attempt-unknown',
      'attempt-approved',
      'attempt-reversing',
      'attempt-reversed',
    ]);
    expect(takenMinor()).toBe(0);
    await expectBooksToAgree('at the end');
  });

  it('settles a doubt in which the till died', async () => {
    const { shop, plug } = counter;
    await shop.fill();
    shop.pullAfter = shop.appends + 3;
    const paying = counter.pay();
    await until(() => hands.look('wants') === 'card', 'the terminal wants a card');
    counter.cutBefore(completion, async () => {
      await plug.pull();
      await plug.push();
    });
    await hands.contactless();
    expect(await paying).toBeUndefined();
    expect(attemptKinds().at(-1)).toBe('attempt-unknown');
    await shop.unplugTill();
    await until(() => hands.look('state') === 'idle', 'the terminal waits for nobody any more');
    expect(await shop.boot()).toBeNull();
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(attemptKinds().at(-1)).toBe('attempt-reversed');
    expect(takenMinor()).toBe(0);
    await expectBooksToAgree('at the end');
  });

  it('closes the day of the terminal after the Z and prints what it says', async () => {
    const { shop } = counter;
    await shop.fill();
    await Promise.all([counter.pay(), hands.contactless()]);
    expect(takenMinor()).toBe(dueMinor);
    await closeDay(shop, { 10000: 5 });
    await until(() => takenMinor() === 0, 'the day of the terminal is closed');
    const { printer } = shop.emulators.control;
    await until(() => printer.receipts().length === 3, 'receipt, Z and the terminal are printed');
    expect(shop.notices()).toEqual([]);
  });

  it('writes the Z whatever the terminal then says of its own day', async () => {
    const { shop } = counter;
    await shop.fill();
    await Promise.all([counter.pay(), hands.contactless()]);
    await hands.act('network', { up: false });
    expect(await closeDay(shop, { 10000: 5 })).toMatchObject({ zNumber: 1 });
    await until(() => shop.notices().includes('device-refused'), 'the failure is told');
    expect(shop.kinds()).toContain('day-closed');
  });
});

describe('paying at a Transbank terminal', { timeout: 120_000 }, () => {
  it('sells what the terminal approves, and takes back what a dying till did not sell', async () => {
    const emulator = new TransbankEmulator({ clock: systemClock, fault: () => 'none' });
    const named = createEmulatedTransbank({
      clock: systemClock,
      random: systemRandom,
      fault: () => 'none',
    });
    counter = await openTerminalCounter(
      'transbank',
      { ...named, attach: (line) => emulator.attach(line) },
      { settings: { currency: 'CLP' } },
    );
    const { shop } = counter;
    expect(await shop.boot()).toBeNull();
    expect((await shop.signIn()).verdict).toBe('may-open');
    await shop.fill();
    const paying = counter.pay();
    await until(() => emulator.wantsCard(), 'the terminal wants a card');
    emulator.presentCard({ last4: '4771', cardType: 'CR' });
    expect(await paying).toMatchObject({ stage: 'approved' });
    const sold = shop.journal().find(({ kind }) => kind === 'sale-completed');
    expect(sold?.body).toMatchObject({ tenders: [{ maskedPan: '************4771' }] });
    expect(emulator.sales().map(({ amount }) => amount)).toEqual([cardSalesMinor(shop)]);

    // The till dies between the approval and the sale; the paper of the first one is out by then.
    await until(() => shop.kinds().includes('receipt-printed'), 'the receipt is printed');
    await shop.fill();
    shop.pullAfter = shop.appends + 3;
    const dying = counter.pay();
    await until(() => emulator.wantsCard(), 'the terminal wants a card');
    emulator.presentCard({ last4: '4771', cardType: 'CR' });
    expect(await dying).toBeUndefined();
    expect(shop.kinds().at(-1)).toBe('attempt-approved');
    await shop.unplugTill();
    expect(await shop.boot()).toBeNull();
    expect((await shop.signIn()).verdict).toBe('may-open');
    expect(
      shop
        .kinds()
        .filter((kind) => kind.startsWith('attempt-'))
        .slice(-2),
    ).toEqual(['attempt-reversing', 'attempt-reversed']);
    const standing = emulator.sales().filter(({ takenBack }) => !takenBack);
    expect(standing.map(({ amount }) => amount)).toEqual([cardSalesMinor(shop)]);
  });
});
