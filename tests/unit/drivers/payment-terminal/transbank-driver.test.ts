/** Transbank POS Integrado: the conversation byte by byte, and with the emulated terminal. Virtual time. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { encodeFrame } from '../../../../drivers/codecs/stx-etx-lrc.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import { encodeMessage, field, say } from '../../../../drivers/payment-terminal/transbank/codec.ts';
import {
  createTransbankTerminal,
  type TransbankTerminal,
} from '../../../../drivers/payment-terminal/transbank/driver.ts';
import {
  createEmulatedTransbank,
  TransbankEmulator,
} from '../../../../drivers/payment-terminal/transbank/emulator.ts';
import { optionsSchema } from '../../../../drivers/payment-terminal/transbank/spec.ts';
import { createTap } from '../../../../drivers/tap.ts';
import { createMemoryNetwork } from '../../../../drivers/transports/memory.ts';
import { pass } from '../../../helpers/emulated-zvt.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../helpers/scripted-device.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
const frame = (body: string): string => hex(encodeFrame('transaction', body));
const request = { amountMinor: 12_500, currency: 'CLP', reference: 'sale-ABC123' };
const options = optionsSchema.parse({});
const poll = hex(encodeMessage(say.poll));
const sale = hex(encodeMessage(say.sale(12_500, 'ABC123', true, options)));
const lastSale = hex(encodeMessage(say.lastSale(options)));
const approved = frame(
  '0210|00|597029414300|75001637|ABC123|252985|12500|0||0461|000123|CR|||VI|26072023|113748|0|0||',
);
const last = (ticket: string, amount: number): string =>
  frame(
    `0260|00|597029414300|75001637|${ticket}|252985|${amount}|0||0461|000123|CR|||VI|26072023|113748|0|0|`,
  );
const ack = '06';
const nak = '15';

async function problemOf(verb: Promise<unknown>): Promise<Problem> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Problem)) throw new Error(`no problem but ${String(thrown)}`);
  return thrown;
}

function begun<T>(verb: Promise<T>): Promise<T> {
  verb.catch(() => {});
  return verb;
}

describe('the conversation', () => {
  let clock: HandClock;
  let far: ScriptedDevice;
  let terminal: Driven<TransbankTerminal>;
  beforeEach(async () => {
    clock = handClock();
    far = await scriptedDevice(clock, 'terminal');
    terminal = createTransbankTerminal(far.ports);
  });
  afterEach(() => terminal.close());

  /** Up to the moment the terminal has the sale. */
  async function untilSold(): Promise<void> {
    await far.heard(poll);
    await far.say(ack);
    await far.heard(sale);
  }

  /** Moves the clock until the till has sent `bytes`. */
  async function timeUntilHeard(bytes: string, stepMs: number): Promise<void> {
    await until(() => {
      if (!far.sent().endsWith(bytes)) clock.advance(stepMs);
      return far.sent().endsWith(bytes);
    }, `the till sends ${bytes}`);
    await far.heard(bytes);
  }

  test('a sale: polled, asked, followed, answered, acknowledged', async () => {
    const shown: string[] = [];
    terminal.onStatus((text) => shown.push(text));
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack + frame('0900|78|597029414300|75001637'));
    await far.heard(ack);
    await far.say(frame('0900|81'));
    await far.heard(ack);
    await far.say(approved);
    await far.heard(ack);
    expect(await paid).toEqual({
      kind: 'approved',
      transaction: {
        amountMinor: 12_500,
        currency: 'CLP',
        traceNumber: 'ABC123',
        receiptNumber: '000123',
        terminalId: '75001637',
        authorisationCode: '252985',
        maskedPan: '************0461',
        cardName: 'VI CR',
        date: '0726',
        time: '113748',
        receipts: [],
      },
    });
    expect(shown).toEqual(['waiting for the card', 'PIN to be entered']);
  });

  test('a refusal is told with its code and its words', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(
      ack + frame('0210|07|597029414300|75001637|ABC123|      |0|0||0461||CR|||||||0||'),
    );
    expect(await paid).toEqual({
      kind: 'declined',
      code: '07',
      problem: {
        kind: 'terminal-declined',
        params: { device: 'terminal', code: '07 (cancelled at the terminal)' },
      },
    });
  });

  test('a refusal of another sale does not end ours; the answer that is ours does', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack + frame('0210|01|597029414300|75001637|||9990|0||0461||CR|||||||0||'));
    await far.heard(ack);
    await far.say(approved);
    expect(await paid).toMatchObject({ kind: 'approved', transaction: { traceNumber: 'ABC123' } });
  });

  test('a terminal that is away is told before anything is asked of it', async () => {
    const problem = problemOf(terminal.pay(request, signal));
    for (let tries = 0; tries < 3; tries += 1) {
      await far.heard(poll);
      await until(() => far.ports.tap.lines(-1).length > tries, 'the poll is sent');
      clock.advance(2_000);
    }
    expect((await problem).kind).toBe('device-silent');
    expect(far.sent()).not.toContain(sale);
  });

  test('a sale refused with NAK is said again, twice, and has then not happened', async () => {
    const problem = problemOf(terminal.pay(request, signal));
    await untilSold();
    await far.say(nak);
    await far.heard(sale);
    await far.say(nak);
    await far.heard(sale);
    await far.say(nak);
    expect((await problem).kind).toBe('device-garbage');
  });

  test('a sale without an ACK is not said again: the last sale is asked for, and it was ours', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await timeUntilHeard(lastSale, 500);
    await far.say(ack + last('ABC123', 12_500));
    expect(await paid).toMatchObject({ kind: 'approved' });
    expect(far.sent().split(sale).length - 1).toBe(1);
  });

  test('a sale without an ACK, and the last sale is another’s: nobody can say', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await timeUntilHeard(lastSale, 500);
    await far.say(ack + last('ZZZ999', 700));
    expect(await paid).toMatchObject({ kind: 'unknown', problem: { kind: 'device-silent' } });
  });

  test('no answer for 150 seconds, and the last sale is ours: approved', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack);
    await until(() => far.ports.tap.statistics().roundTripMs.count === 2, 'the ACK is read');
    await timeUntilHeard(lastSale, 10_000);
    expect(clock.monotonic()).toBeGreaterThanOrEqual(150_000);
    await far.say(ack + last('ABC123', 12_500));
    expect(await paid).toMatchObject({ kind: 'approved', transaction: { amountMinor: 12_500 } });
  });

  test.each([
    ['another’s', last('ZZZ999', 700), 'declined'],
    ['ours with another amount', last('ABC123', 700), 'unknown'],
    ['none', frame('0260|11|597029414300|75001637|'), 'declined'],
    ['not told', frame('0260|02|597029414300|75001637|'), 'unknown'],
  ])('no answer for 150 seconds, and the last sale is %s', async (_whose, answer, kind) => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack);
    await until(() => far.ports.tap.statistics().roundTripMs.count === 2, 'the ACK is read');
    await timeUntilHeard(lastSale, 10_000);
    await far.say(ack + answer);
    expect(await paid).toMatchObject({ kind });
  });

  test('no answer to the last sale either: unknown', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack);
    let outcome: unknown = null;
    void paid.then((each) => {
      outcome = each;
    });
    await until(() => {
      clock.advance(5_000);
      return outcome !== null;
    }, 'the driver gives up');
    expect(outcome).toMatchObject({ kind: 'unknown', problem: { kind: 'device-silent' } });
  });

  test('a wrong LRC is refused; the repetition is taken', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(`${ack}${approved.slice(0, -2)}00`);
    await far.heard(nak);
    await far.say(approved);
    await far.heard(ack);
    expect(await paid).toMatchObject({ kind: 'approved' });
  });

  test('three wrong LRCs are doubt', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack);
    for (let tries = 0; tries < 3; tries += 1) {
      await far.say(`${approved.slice(0, -2)}00`);
      await far.heard(nak);
    }
    await far.heard(lastSale);
    await far.say(ack + last('ABC123', 12_500));
    expect(await paid).toMatchObject({ kind: 'approved' });
  });

  test('an approved answer with another amount is no approval', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(
      ack +
        frame(
          '0210|00|597029414300|75001637|ABC123|252985|12600|0||0461|000123|CR|||VI|26072023|113748|0|0||',
        ),
    );
    await far.heard(ack);
    expect(await paid).toMatchObject({ kind: 'unknown', problem: { kind: 'device-garbage' } });
  });

  test('the repeated answer of the sale before is passed over', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(
      ack +
        frame(
          '0210|00|597029414300|75001637|OLD001|252985|12500|0||0461|000122|CR|||VI|26072023|113700|0|0||',
        ),
    );
    await far.heard(ack);
    await far.say(approved);
    await far.heard(ack);
    expect(await paid).toMatchObject({ transaction: { receiptNumber: '000123' } });
  });

  test('a cable that goes after the request leaves it unknown', async () => {
    const paid = begun(terminal.pay(request, signal));
    await untilSold();
    await far.say(ack);
    far.unplug();
    expect(await paid).toMatchObject({ kind: 'unknown', problem: { kind: 'device-gone' } });
    await terminal.gone;
  });

  test('a cable that went before it is no doubt', async () => {
    far.unplug();
    expect((await problemOf(terminal.pay(request, signal))).kind).toBe('device-gone');
  });

  test.each([
    [{ ...request, currency: 'CNY' }],
    [{ ...request, amountMinor: 0 }],
    [{ ...request, amountMinor: 1_000_000_000 }],
    [{ ...request, reference: '—' }],
  ])('refuses what it cannot sell: %o', async (bad) => {
    expect((await problemOf(terminal.pay(bad, signal))).kind).toBe('bad-request');
    expect(far.sent()).toBe('');
  });

  test('gives nothing back to a card, and says so before a byte is sent', async () => {
    expect((await problemOf(terminal.refund(request, signal))).kind).toBe('device-refused');
    expect(far.sent()).toBe('');
  });
});

describe('with the emulated terminal', () => {
  let clock: HandClock;
  let emulator: TransbankEmulator;
  let terminal: Driven<TransbankTerminal>;
  let unplug: () => void;
  beforeEach(async () => {
    clock = handClock();
    emulator = new TransbankEmulator({ clock, fault: () => 'none' });
    const network = createMemoryNetwork();
    unplug = network.listen('terminal', (line) => emulator.attach(line));
    const transport = await network.open('memory://terminal', signal);
    terminal = createTransbankTerminal({
      device: 'terminal',
      transport,
      clock,
      tap: createTap(clock),
    });
  });
  afterEach(async () => {
    await terminal.close();
    unplug();
  });

  async function pay(amountMinor: number, reference: string, cardType: 'CR' | 'DB' = 'CR') {
    const paid = terminal.pay({ amountMinor, currency: 'CLP', reference }, signal);
    await until(() => emulator.wantsCard(), 'the terminal asks for a card');
    emulator.presentCard({ last4: '0461', cardType });
    return done(paid);
  }

  /** The terminal thinks before it answers. */
  const done = <T>(asked: Promise<T>): Promise<T> => pass(clock, asked, 50);

  test('a day: three sales, one taken back, totals, closed', async () => {
    expect(await done(terminal.lastTransaction(signal))).toBeNull();
    expect(await pay(25_000, 'A00001')).toMatchObject({ kind: 'approved' });
    expect(await pay(1_500, 'A00002', 'DB')).toMatchObject({ kind: 'approved' });
    expect(await pay(700, 'A00003')).toMatchObject({ transaction: { receiptNumber: '000003' } });
    expect(await done(terminal.reverse('3', signal))).toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 700, receiptNumber: '000003', authorisationCode: '794981' },
    });
    expect(await done(terminal.reverse('3', signal))).toMatchObject({
      kind: 'declined',
      code: '04',
    });
    expect(await done(terminal.reverse('2', signal))).toMatchObject({
      kind: 'declined',
      code: '08',
    });
    expect(await done(terminal.reverse('9', signal))).toMatchObject({
      kind: 'declined',
      code: '05',
    });
    expect((await done(terminal.details())).map((each) => field(each, 'amount'))).toEqual([
      '25000',
      '1500',
      '700',
      '-700',
    ]);
    expect(await done(terminal.endOfDay(signal))).toEqual({
      cards: [
        { name: 'CR', count: 3, amountMinor: 25_000 },
        { name: 'DB', count: 1, amountMinor: 1_500 },
      ],
      totalMinor: 26_500,
      traceNumber: null,
      receipts: [],
    });
    expect(emulator.sales()).toEqual([]);
  });

  test('an answer that is lost is found as the last sale; the customer pays once', async () => {
    const paid = terminal.pay({ amountMinor: 990, currency: 'CLP', reference: 'B00001' }, signal);
    await until(() => emulator.wantsCard(), 'the terminal asks for a card');
    emulator.loseAnswer();
    emulator.presentCard({ last4: '0461', cardType: 'CR' });
    let outcome: unknown = null;
    void paid.then((each) => {
      outcome = each;
    });
    await until(() => {
      if (outcome === null && clock.monotonic() < 200_000) clock.advance(10_000);
      return outcome !== null;
    }, 'the driver has asked');
    expect(outcome).toMatchObject({ kind: 'approved', transaction: { amountMinor: 990 } });
    expect(emulator.sales().length).toBe(1);
  });

  test('a customer who cancels', async () => {
    const paid = terminal.pay({ amountMinor: 990, currency: 'CLP', reference: 'B00001' }, signal);
    await until(() => emulator.wantsCard(), 'the terminal asks for a card');
    emulator.refuse('07');
    expect(await done(paid)).toMatchObject({ kind: 'declined', code: '07' });
  });

  test('identity, health, keys and its own mode', async () => {
    expect(await done(terminal.identify(signal))).toMatchObject({ serialNumber: null });
    await pay(700, 'A00003');
    expect(await done(terminal.identify(signal))).toMatchObject({ serialNumber: '75001637' });
    expect(await done(terminal.health('external', signal))).toMatchObject({
      state: 'healthy',
      facts: { poll: 'acknowledged', sales: '1', total: '700 CLP' },
    });
    await done(terminal.loadKeys());
    await done(terminal.normalMode());
    expect(emulator.mode()).toBe('normal');
  });

  test('sells for another merchant and finds that sale again', async () => {
    await terminal.close();
    const network = createMemoryNetwork();
    network.listen('terminal', (line) => emulator.attach(line));
    const transport = await network.open('memory://terminal', signal);
    const ports = { device: 'terminal', transport, clock, tap: createTap(clock) };
    terminal = createTransbankTerminal(
      ports,
      optionsSchema.parse({ providerCode: '597029414301' }),
    );
    expect(await pay(700, 'A00003')).toMatchObject({ kind: 'approved' });
    expect(await done(terminal.lastTransaction(signal))).toMatchObject({
      transaction: { amountMinor: 700, traceNumber: 'A00003' },
    });
    expect(ports.tap.lines(-1).map(({ meaning }) => meaning)).toContain('multicodeSale');
  });

  test('it leaves a silence between its acknowledgement and its answer, and lists nothing that it prints itself', async () => {
    const network = createMemoryNetwork();
    network.listen('terminal', (line) => emulator.attach(line));
    const line = await network.open('memory://terminal', signal);
    const heard: string[] = [];
    void (async () => {
      for await (const chunk of line.bytes) heard.push(Buffer.from(chunk).toString('latin1'));
    })().catch(() => {});
    // As the official SDK sends them.
    await line.write(Buffer.from('\x020800\x03\x0b', 'latin1'));
    await until(() => heard.length === 1, 'it is acknowledged');
    clock.advance(100);
    expect(heard).toEqual(['\x06']);
    clock.advance(100);
    await until(() => heard.length === 2, 'it answers');
    expect(heard[1]).toBe('\x020810|00|597029414300|75001637\x03u');
    await line.write(Buffer.from('\x06\x020260|0|\x037', 'latin1'));
    await until(() => heard.length === 3, 'it is acknowledged');
    clock.advance(1_000);
    await line.write(Buffer.from('\x020100\x03\x02', 'latin1'));
    await until(() => heard.length === 4, 'the next is taken');
    expect(heard.slice(2)).toEqual(['\x06', '\x06']);
  });

  test('its hands by name', () => {
    const named = createEmulatedTransbank({
      clock,
      random: { bytes: (count) => new Uint8Array(count) },
      fault: () => 'none',
    });
    expect(() => named.acts.cancel?.run({} as never)).toThrow(/asks for no card/);
    expect(named.look()).toEqual({ wantsCard: 'false', mode: 'integrated', sales: [] });
  });
});
