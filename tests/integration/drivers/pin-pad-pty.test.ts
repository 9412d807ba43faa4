/** The real serialport on a real pty, with an emulated pad at the other end. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Clock } from '../../../domain/basics/clock.ts';
import { Problem } from '../../../domain/words/problem.ts';
import { systemClock } from '../../../drivers/deadline.ts';
import type { Driven } from '../../../drivers/driver.ts';
import type { PinPad } from '../../../drivers/pin-pad/port.ts';
import { createVisaPad } from '../../../drivers/pin-pad/visa/driver.ts';
import { createTap, type Tap } from '../../../drivers/tap.ts';
import { openTransport } from '../../../drivers/transports/open.ts';
import {
  type EmulatedDevices,
  emulatedDevices,
  hasSocat,
  socatAbsent,
} from '../../helpers/emulated-devices.ts';
import { until } from '../../helpers/until.ts';

const { signal } = new AbortController();
const pan = '6200000000000013';
const track2 = `${pan}=30122010000000000`;
// ../shared/vectors/iso8583-cups.json, syntheticKeys and macCrossCheck.
const pikUnderTmk = '3EB3B72576BBBE83FD7AF640961CDB8B';
const makUnderTmk = '41B1F3D154C3079A';
const macData = Buffer.from('000102030405060708090A0B0C0D0E', 'hex');

/** Fifteen seconds of waiting for an ACK, twenty times as fast. */
const hurried: Clock = {
  ...systemClock,
  after: (delayMs, run) => systemClock.after(delayMs / 20, run),
};

let bench: EmulatedDevices;
beforeEach(async (context) => {
  context.skip(!hasSocat, socatAbsent);
  bench = await emulatedDevices(true);
});
afterEach(() => bench?.close());

async function problemOf(verb: Promise<unknown>): Promise<Problem> {
  const thrown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Problem)) throw new Error(`no problem but ${String(thrown)}`);
  return thrown;
}
const padAddress = (): string => bench.emulators.devices[0]?.address ?? '';
const padControl = () => bench.emulators.control.pad;

async function openedPad(clock: Clock, tap: Tap): Promise<Driven<PinPad>> {
  const transport = await openTransport(padAddress(), signal);
  return createVisaPad({ device: 'pin-pad', transport, clock, tap }, '0');
}

test('noise is told from silence', async () => {
  const tap = createTap(systemClock);
  const pad = await openedPad(hurried, tap);
  bench.emulators.control.misbehave('pin-pad', 'garbage');
  expect((await problemOf(pad.showText(['Hi'], signal))).kind).toBe('device-garbage');
  expect(tap.statistics().badFrames).toBeGreaterThan(0);
  await pad.close();
});

describe('the driver on its own', () => {
  let pad: Driven<PinPad>;
  let tap: Tap;
  const openPad = async (): Promise<void> => {
    tap = createTap(systemClock);
    pad = await openedPad(systemClock, tap);
  };
  const enterPin = (abort = signal) =>
    pad.enterPin({ pan, wrappedPik: pikUnderTmk, amountMinor: 1_580, timeoutMs: 60_000 }, abort);
  beforeEach(openPad);
  afterEach(() => pad?.close());

  test('identifies the pad and finds it healthy', async () => {
    expect(await pad.identify(signal)).toMatchObject({ serialNumber: padControl().serialNumber() });
    expect(await pad.health('internal', signal)).toMatchObject({ state: 'healthy', problems: [] });
  });

  test('shows text, up to four lines', async () => {
    await pad.showText(['ONE', 'TWO', 'THREE', 'FOUR'], signal);
    expect(padControl().display()).toEqual(['ONE', 'TWO', 'THREE', 'FOUR']);
  });

  test('brings the PIN block of the vectors', async () => {
    const entry = enterPin();
    await until(() => padControl().wantsPin(), 'the pad asks');
    padControl().typePin('123456');
    padControl().pressEnter();
    expect(await entry).toEqual({ kind: 'entered', pinBlock: '38A110FE27062629' });
  });

  test('brings serial number and block of DUKPT, as the vectors have them', async () => {
    const request = { pan: '4012345678909', amountMinor: 1_000, timeoutMs: 60_000 };
    const entry = pad.enterDukptPin(request, signal);
    await until(() => padControl().wantsPin(), 'the pad asks');
    padControl().typePin('1234');
    padControl().pressEnter();
    expect(await entry).toEqual({
      kind: 'entered',
      ksn: 'FFFF9876543210E00001',
      pinBlock: '1B9C1845EB993A7A',
    });
  });

  test('cancels at the pad when the caller gives up', async () => {
    const abort = new AbortController();
    const entry = enterPin(abort.signal);
    await until(() => padControl().wantsPin(), 'the pad asks');
    abort.abort();
    expect(await entry).toEqual({ kind: 'cancelled' });
    expect(padControl().wantsPin()).toBe(false);
  });

  test('brings the MAC of the vectors', async () => {
    const request = { wrappedKey: makUnderTmk, data: macData, encoding: 'binary' as const };
    expect(await pad.mac(request, signal)).toBe('113389E54219EFBD');
  });

  test('a MAC over eleven kilobytes goes in a hundred packets', async () => {
    const data = Buffer.alloc(112 * 100, 0x31);
    const request = { wrappedKey: makUnderTmk, data, encoding: 'ascii' as const };
    expect(await pad.mac(request, signal)).toMatch(/^[0-9A-F]{16}$/);
  });

  test('wrong check bytes end in a problem, never in a wrong answer', async () => {
    bench.emulators.control.misbehave('pin-pad', 'wrong-lrc');
    expect((await problemOf(pad.identify(signal))).kind).toBe('device-garbage');
    expect(tap.statistics().naks).toBeGreaterThan(0);
  });

  test('a line as slow as 300 baud works', async () => {
    bench.emulators.control.misbehave('pin-pad', 'slow');
    expect((await pad.identify(signal)).serialNumber).toBe(padControl().serialNumber());
  });

  test('a second opener is told that the port is busy', async () => {
    const problem = await problemOf(openTransport(padAddress(), signal));
    expect([problem.kind, problem.params]).toEqual(['port-busy', { address: padAddress() }]);
  });

  test('a cable pulled in the middle of a PIN is noticed at once', async () => {
    const kind = problemOf(enterPin());
    await until(() => padControl().wantsPin(), 'the pad asks');
    await bench.emulators.control.unplug('pin-pad');
    expect((await kind).kind).toBe('device-gone');
    await pad.gone;
    const missing = await problemOf(openTransport(padAddress(), signal));
    expect([missing.kind, missing.params]).toEqual(['port-missing', { address: padAddress() }]);
    await bench.emulators.control.replug('pin-pad');
    await openPad();
    expect((await pad.identify(signal)).serialNumber).toBe(padControl().serialNumber());
  });
});

describe('through the devices host', () => {
  beforeEach(() => bench.configure());
  const stages = () =>
    bench.events.flatMap((event) => (event.kind === 'payment-stage' ? [event.stage] : []));
  const collect = () =>
    bench.devices.request('collect', { attemptId: 'a1', amountMinor: 1_580, timeoutMs: 60_000 });

  test('a card sale: swipe, PIN, host, all over real lines', async () => {
    const collected = collect();
    await until(() => stages().at(-1) === 'swipe-card', 'a card is asked for');
    bench.emulators.control.reader.swipe('', track2);
    await until(() => padControl().wantsPin(), 'the pad asks');
    padControl().typePin('123456');
    padControl().pressEnter();
    expect(await collected).toEqual({ maskedPan: '620000******0013', entryMode: '021' });
    const input = {
      attemptId: 'a1',
      stan: '000002',
      batch: '000001',
      amountMinor: 1_580,
      operator: '01',
    };
    expect(await bench.devices.request('authorise', input)).toMatchObject({ kind: 'approved' });
    expect(bench.emulators.control.host.books.charged()).toMatchObject([
      { amountMinor: 1_580, withPin: true, trackEnciphered: true },
    ]);
    expect((await problemOf(bench.devices.request('authorise', input))).kind).toBe(
      'card-not-ready',
    );
  });

  test('no trace shows the card, the PIN block or a key', async () => {
    const collected = collect();
    await until(() => stages().at(-1) === 'swipe-card', 'a card is asked for');
    bench.emulators.control.reader.swipe(`B${pan}^TEST/CARD^3012201000`, track2);
    await until(() => padControl().wantsPin(), 'the pad asks');
    padControl().typePin('123456');
    padControl().pressEnter();
    await collected;
    const input = {
      attemptId: 'a1',
      stan: '000002',
      batch: '000001',
      amountMinor: 1_580,
      operator: '01',
    };
    await bench.devices.request('authorise', input);
    for (const device of ['pin-pad', 'card-reader', 'acquirer']) {
      const { lines } = await bench.devices.request('trace', { device, after: -1 });
      expect(lines.length).toBeGreaterThan(0);
      const shown = lines.map(({ hex, meaning }) => hex.replace(/ /g, '') + meaning).join('\n');
      // As ASCII, as packed digits, and in words.
      expect(shown).not.toContain(Buffer.from(pan).toString('hex'));
      expect(shown).not.toContain(pan);
    }
  });

  test('a cable pulled and pushed back in the middle of a PIN: the same sale goes on', async () => {
    const collected = collect();
    await until(() => stages().at(-1) === 'swipe-card', 'a card is asked for');
    bench.emulators.control.reader.swipe('', track2);
    await until(() => padControl().wantsPin(), 'the pad asks');
    padControl().typePin('12');
    await bench.emulators.control.unplug('pin-pad');
    await until(() => !padControl().wantsPin(), 'the pad is without a line');
    await bench.emulators.control.replug('pin-pad');
    await until(() => padControl().wantsPin(), 'the pad asks again');
    padControl().typePin('123456');
    padControl().pressEnter();
    expect(await collected).toMatchObject({ entryMode: '021' });
    expect(bench.events.filter((event) => event.kind === 'device-status' && !event.online)).toEqual(
      [],
    );
  });
});
