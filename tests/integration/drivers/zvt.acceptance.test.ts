/**
 * The acceptance list of card complete (`Abnahmetest.xlsm`, 2021; ../shared/protocols/devices.md §1.5), each case under its
 * id: our driver and our terminal on a real pty with the real serialport, on a clock that is moved by hand.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Plug, ptyPlug, tcpPlug } from '../../../drivers/emulators/plug.ts';
import {
  createZvtTerminal,
  type ZvtTerminal,
} from '../../../drivers/payment-terminal/zvt/driver.ts';
import { ZvtEmulator } from '../../../drivers/payment-terminal/zvt/emulator.ts';
import { optionsSchema } from '../../../drivers/payment-terminal/zvt/options.ts';
import { createTap, type Tap } from '../../../drivers/tap.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import type { Transport } from '../../../drivers/transports/transport.ts';
import { hasSocat, socatAbsent } from '../../helpers/emulated-devices.ts';
import { type ZvtHands, zvtHands } from '../../helpers/emulated-zvt.ts';
import { type HandClock, handClock } from '../../helpers/hand-clock.ts';
import { until } from '../../helpers/until.ts';

const { signal } = new AbortController();
const amount = (amountMinor: number) => ({ amountMinor, currency: 'EUR', reference: 'r' });
const cardComplete = { password: '123456', configByte: '3E', serviceByte: '03' };

let directory: string;
let plug: Plug;
let clock: HandClock;
let tap: Tap;
let hands: ZvtHands;
let terminal: ZvtTerminal;
/** An RS-232 cable that is out: the port stays, the bytes go nowhere. */
let cableIsOut = false;
/** Lines that the terminal has had. */
let lines = 0;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-zvt-'));
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

function connect(line: Transport): void {
  lines += 1;
  async function* heard(): AsyncGenerator<Uint8Array> {
    for await (const chunk of line.bytes) if (!cableIsOut) yield chunk;
  }
  hands.emulator.attach({
    bytes: heard(),
    write: async (data) => {
      if (!cableIsOut) await line.write(data);
    },
    close: () => line.close(),
  });
}

function newTerminal(): void {
  cableIsOut = false;
  clock = handClock();
  tap = createTap(clock);
  hands = zvtHands(new ZvtEmulator({ clock, fault: () => 'none' }));
}

/** socat makes the pty anew whenever a till has closed it. */
async function open(address: string, options: object = cardComplete): Promise<ZvtTerminal> {
  const opened: Transport[] = [];
  await until(async () => {
    const line = await openTransport(address, signal).catch(() => null);
    return line !== null && opened.push(line) > 0;
  }, `${address} opens`);
  const framing = address.startsWith('tcp://') ? 'tcp' : 'serial';
  const ports = { device: 'terminal', transport: opened[0] as Transport, clock, tap };
  return createZvtTerminal(ports, optionsSchema.parse(options), framing);
}

const wire = (direction: 'in' | 'out'): string[] =>
  tap.lines(-1).flatMap((line) => (line.direction === direction ? [line.hex] : []));
const last = () => tap.lines(-1).at(-1);
/** Nothing is on its way: the till's last answer has been acknowledged. */
const quiet = (): Promise<void> =>
  until(() => last()?.direction === 'in' && last()?.meaning === 'ACK', 'the line is quiet');

/** Time passes while bytes that are on their way arrive. */
async function passUntil(condition: () => boolean, what: string, stepMs = 1_000): Promise<void> {
  await until(() => {
    if (condition()) return true;
    clock.advance(stepMs);
    return false;
  }, what);
}

async function paid(amountMinor: number): ReturnType<ZvtTerminal['pay']> {
  const outcome = terminal.pay(amount(amountMinor), signal);
  await hands.chip();
  return outcome;
}

describe.skipIf(!hasSocat)(`acceptance over a pty${hasSocat ? '' : ` (${socatAbsent})`}`, () => {
  beforeEach(async () => {
    newTerminal();
    plug = await ptyPlug(join(directory, 'terminal'), connect);
    terminal = await open(`${plug.address}?frame=8N2`);
  });
  afterEach(async () => {
    await terminal.close();
    await terminal.gone;
    await plug.pull();
  });

  test('A1 registration: password, config byte and service byte as card complete asks for them', async () => {
    await expect(terminal.health('internal', signal)).resolves.toMatchObject({
      state: 'healthy',
      facts: { 'terminal number': '29001006', currency: 'EUR' },
    });
    expect(hands.look('registered')).toBe('3E');
    // The password is hidden in the trace; everything else is as it was logged.
    const sent = wire('out').find((hex) => hex.startsWith('10 02 06 00'));
    expect(sent).toContain('3E 09 78 03 03 06 06 26 04 0A 02 06 D3 10 03');
    expect(sent).not.toContain('12 34 56');
  });

  test('B1.1 chip payment: every message answered, result and both receipts kept', async () => {
    const shown: string[] = [];
    terminal.onStatus((text) => shown.push(text));
    const outcome = await paid(5_050);
    expect(outcome).toMatchObject({
      kind: 'approved',
      transaction: {
        amountMinor: 5_050,
        currency: 'EUR',
        receiptNumber: '0163',
        terminalId: '29001006',
        maskedPan: '************1111',
        receipts: [{ for: 'merchant' }, { for: 'customer' }],
      },
    });
    expect(shown).toContain('ENTER PIN & OK');
    await quiet();
    const asked = wire('in').filter((hex) => /^10 02 (04|06)/.test(hex));
    const answered = wire('out').filter((hex) => hex.startsWith('10 02 80 00 00'));
    expect(answered).toHaveLength(asked.length);
    expect(tap.statistics()).toMatchObject({ badFrames: 0, naks: 0, retries: 0, timeouts: {} });
  });

  test('B1.2 and B1.4 repeat receipt: the same transaction, composed again', async () => {
    const first = await paid(5_050);
    const again = await terminal.lastTransaction(signal);
    expect(again).toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 5_050, receipts: [{ for: 'merchant' }, { for: 'customer' }] },
    });
    if (first.kind !== 'approved' || again?.kind !== 'approved') throw new Error('not approved');
    expect(again.transaction.traceNumber).toBe(first.transaction.traceNumber);
  });

  test('B1.3 reversal by receipt number', async () => {
    await paid(5_050);
    await expect(terminal.reverse('0163', signal)).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 5_050, reversedTraceNumber: '000163' },
    });
    expect(hands.look('day total')).toBe('0');
  });

  test('B2 contactless payment', async () => {
    const outcome = terminal.pay(amount(2_000), signal);
    await hands.contactless();
    await expect(outcome).resolves.toMatchObject({
      kind: 'approved',
      transaction: { cardName: 'girocard' },
    });
  });

  test('B3.1 10.10 EUR: each 10 of the amount is doubled on the line', async () => {
    const outcome = await paid(1_010);
    expect(outcome).toMatchObject({ kind: 'approved', transaction: { amountMinor: 1_010 } });
    const sent = wire('out').find((hex) => hex.startsWith('10 02 06 01'));
    expect(sent).toContain('06 01 0A 04 00 00 00 00 10 10 10 10 49 09 78 10 03');
  });

  test('B4.1 the network of the terminal is out: 9B', async () => {
    await hands.act('network', { up: false });
    await expect(paid(1_000)).resolves.toMatchObject({ kind: 'declined', code: '9B' });
    expect(hands.look('day total')).toBe('0');
  });

  test('B4.2 STOP is pressed instead of the PIN: 6C', async () => {
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await hands.act('stop');
    await expect(outcome).resolves.toMatchObject({ kind: 'declined', code: '6C' });
  });

  test('B4.3 nobody types the PIN: 6C', async () => {
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await quiet();
    clock.advance(60_000);
    await expect(outcome).resolves.toMatchObject({ kind: 'declined', code: '6C' });
  });

  test('B4.4 the cable is pulled: T4, an attempt to stop, in doubt; the till is usable again', async () => {
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await quiet();
    cableIsOut = true;
    await hands.act('typePin', { digits: '1234' });
    let ended = false;
    void outcome.then(() => {
      ended = true;
    });
    await passUntil(() => ended, 'the payment ends', 1_000);
    await expect(outcome).resolves.toMatchObject({
      kind: 'unknown',
      problem: { kind: 'terminal-unknown' },
    });
    expect(tap.statistics().timeouts).toEqual({ T2: 3, T4: 1 });
    expect(wire('out').filter((hex) => hex.startsWith('10 02 06 B0'))).toHaveLength(3);
    await passUntil(() => hands.look('state') === 'idle', 'the terminal gives up');
    cableIsOut = false;
    await hands.act('removeCard');
    // The terminal could not tell it, so it took it back: money was not kept.
    await expect(terminal.lastTransaction(signal)).resolves.toMatchObject({
      transaction: { reversedTraceNumber: '000163' },
    });
    expect(hands.look('day total')).toBe('0');
    await expect(paid(1_000)).resolves.toMatchObject({ kind: 'approved' });
    expect(wire('out').filter((hex) => hex.startsWith('10 02 06 01'))).toHaveLength(2);
  });

  test('B4.5 four minutes at the terminal: each sign of life begins T4 anew', async () => {
    await hands.act('slowHost', { seconds: 240 });
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await hands.act('typePin', { digits: '1234' });
    const said = (status: string): number =>
      wire('in').filter((hex) => hex.startsWith(`10 02 04 FF 01 ${status}`)).length;
    // Once for the card, once for the host.
    await until(() => said('17') === 2, 'the host is asked');
    for (let minute = 1; minute <= 4; minute += 1) {
      await quiet();
      clock.advance(60_000);
      await until(() => said('0E') === minute, `a sign of life in minute ${minute}`);
    }
    await until(() => hands.look('wants') === 'removed', 'the card may go');
    await hands.act('removeCard');
    await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
    expect(tap.statistics().timeouts).toEqual({});
  });

  test('B4.6 the cable is out for 5 s while the result comes: the terminal repeats it, nothing is lost', async () => {
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await hands.act('typePin', { digits: '1234' });
    await until(() => hands.look('wants') === 'removed', 'the card may go');
    await quiet();
    cableIsOut = true;
    await hands.act('removeCard');
    await until(() => hands.look('display') === 'approved', 'the result is on its way');
    cableIsOut = false;
    clock.advance(5_000);
    await expect(outcome).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 1_000, receipts: [{ for: 'merchant' }, { for: 'customer' }] },
    });
    expect(wire('out').filter((hex) => hex.startsWith('10 02 06 01'))).toHaveLength(1);
  });

  test('B4.6 with a port that vanishes: in doubt, then the last transaction tells', async () => {
    const outcome = terminal.pay(amount(1_000), signal);
    await hands.insert();
    await hands.act('typePin', { digits: '1234' });
    await until(() => hands.look('wants') === 'removed', 'the card may go');
    await quiet();
    await plug.pull();
    await expect(outcome).resolves.toMatchObject({
      kind: 'unknown',
      problem: { params: { because: 'device-gone' } },
    });
    const before = lines;
    await hands.act('removeCard');
    await until(() => hands.look('display') === 'approved', 'the result is on its way');
    await plug.push();
    terminal = await open(`${plug.address}?frame=8N2`);
    await until(() => lines > before, 'the plug is in');
    // T2 of the terminal: it repeats the result to whoever is there now.
    clock.advance(5_000);
    await until(() => hands.look('state') === 'idle', 'the terminal is heard to the end');
    await expect(terminal.lastTransaction(signal)).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 1_000, traceNumber: '000163' },
    });
    expect(hands.look('day total')).toBe('1000');
    expect(wire('out').filter((hex) => hex.startsWith('10 02 06 01'))).toHaveLength(1);
  });

  const reserved = async (amountMinor: number): Promise<void> => {
    const outcome = terminal.reservations.reserve({ amountMinor, currency: 'EUR' }, signal);
    await hands.chip();
    await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
  };

  test('C1 to C4 reservation: booked, released in part, cancelled', async () => {
    await reserved(10_000);
    await reserved(20_000);
    await reserved(30_000);
    await expect(terminal.reservations.open(signal)).resolves.toEqual(['0163', '0164', '0165']);
    const part = { amountMinor: 8_000, currency: 'EUR' };
    await expect(terminal.reservations.book('0163', part, signal)).resolves.toMatchObject({
      kind: 'approved',
      transaction: { amountMinor: 8_000 },
    });
    await expect(terminal.reservations.release('0164', part, signal)).resolves.toMatchObject({
      kind: 'approved',
    });
    await expect(terminal.reservations.cancel('0165', signal)).resolves.toMatchObject({
      kind: 'approved',
    });
    await expect(terminal.reservations.open(signal)).resolves.toEqual([]);
    expect(hands.look('day total')).toBe('16000');
  });

  test('C5.1 open reservations are cancelled one by one before the end of day', async () => {
    await reserved(10_000);
    await reserved(20_000);
    await expect(terminal.endOfDay(signal)).rejects.toMatchObject({
      kind: 'device-refused',
      params: { code: '77' },
    });
    await terminal.close();
    await terminal.gone;
    terminal = await open(plug.address, { ...cardComplete, releaseReservations: true });
    await expect(terminal.endOfDay(signal)).resolves.toMatchObject({ totalMinor: 0 });
    expect(hands.look('reservations')).toEqual([]);
    const asked = wire('out').filter((hex) => hex.startsWith('10 02 06 23 03 87 FF FF'));
    expect(asked).toHaveLength(3);
  });

  test('A2.1 to A2.3 end of day without a network: 77, locked with F0, then it works', async () => {
    await paid(1_000);
    await hands.act('network', { up: false });
    await expect(terminal.endOfDay(signal)).rejects.toMatchObject({
      kind: 'device-refused',
      params: { code: '77' },
    });
    await hands.act('network', { up: true });
    await expect(terminal.pay(amount(1_000), signal)).resolves.toMatchObject({
      kind: 'declined',
      code: 'F0',
      problem: { kind: 'terminal-locked' },
    });
    await expect(terminal.endOfDay(signal)).resolves.toMatchObject({
      totalMinor: 1_000,
      receipts: [{ for: 'administration' }],
    });
    await expect(paid(1_000)).resolves.toMatchObject({ kind: 'approved' });
  });

  test('A3 maintenance after the end of day (E0): the till registers again and goes on', async () => {
    await hands.act('maintain');
    await expect(terminal.endOfDay(signal)).resolves.toMatchObject({ totalMinor: 0 });
    expect(hands.look('registered')).toBe('');
    await expect(paid(1_000)).resolves.toMatchObject({ kind: 'approved' });
    expect(hands.look('registered')).toBe('3E');
  });
});

test('a payment over real TCP', async () => {
  newTerminal();
  const line = await tcpPlug(connect);
  terminal = await open(line.address, {});
  await expect(paid(1_250)).resolves.toMatchObject({
    kind: 'approved',
    transaction: { amountMinor: 1_250, receipts: [{ for: 'merchant' }, { for: 'customer' }] },
  });
  expect(wire('out')).toContain('06 01 0A 04 00 00 00 00 12 50 49 09 78');
  await terminal.close();
  await line.pull();
});
