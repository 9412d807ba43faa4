/** The dialogues byte by byte, the clock moved by hand. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import type { PinPad } from '../../../../drivers/pin-pad/port.ts';
import { encodePad } from '../../../../drivers/pin-pad/visa/codec-pad.ts';
import { createVisaPad } from '../../../../drivers/pin-pad/visa/driver.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../helpers/scripted-device.ts';
import { until } from '../../../helpers/until.ts';

const ack = '06';
const nak = '15';
const eot = '04';
const connectionTest = '0F31310E0E';
const readSerial = '0F30360E08';
const readPermanent = '0F4D30340E47';
const showHi = '025A321A486903' + '50';
const serialAnswer = '0F303632343638383034303141303031323334' + '0E78';
const { signal } = new AbortController();
const framed = (message: Parameters<typeof encodePad>[0]): string =>
  Buffer.from(encodePad(message)).toString('hex').toUpperCase();

/** A verb that may fail before anybody looks. */
function begun<T>(verb: Promise<T>): Promise<T> {
  verb.catch(() => {});
  return verb;
}

let clock: HandClock;
let far: ScriptedDevice;
let pad: Driven<PinPad>;
beforeEach(async () => {
  clock = handClock();
  far = await scriptedDevice(clock);
  pad = createVisaPad(far.ports, '0');
});
afterEach(() => pad.close());

/** The problem a verb ends in. */
async function problemOf(verb: Promise<unknown>): Promise<{ kind: string; params: object }> {
  const thrown: unknown = await verb.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Problem)) throw new Error(`no problem but ${String(thrown)}`);
  return thrown.toData();
}

/** Moves the clock until the verb has ended: nobody answers. */
async function outlast(verb: Promise<unknown>): Promise<void> {
  let ended = false;
  verb.then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  await until(() => {
    if (!ended) clock.advance(100);
    return ended;
  }, 'the verb ends');
}

const statistics = () => far.ports.tap.statistics();

describe('sending', () => {
  test('a silent pad is asked three times, five seconds apart, then told EOT', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    for (let tries = 0; tries < 3; tries += 1) {
      await far.heard(showHi);
      clock.advance(4_999);
      expect(far.sent().length).toBe((tries + 1) * showHi.length);
      clock.advance(1);
    }
    await far.heard(eot);
    expect(await problemOf(shown)).toEqual({
      kind: 'device-silent',
      params: { device: 'pin-pad' },
    });
    expect(statistics()).toMatchObject({ retries: 2, timeouts: { ack: 3 } });
  });

  test('a pad that refuses three times is told EOT, without waiting', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    for (let tries = 0; tries < 3; tries += 1) {
      await far.heard(showHi);
      await far.say(nak);
    }
    await far.heard(eot);
    expect((await problemOf(shown)).kind).toBe('device-garbage');
    expect(statistics()).toMatchObject({ naks: 3, retries: 2, timeouts: {} });
  });

  test('one refusal is mended by sending again', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    await far.heard(showHi);
    await far.say(nak);
    await far.heard(showHi);
    await far.say(ack);
    await shown;
    expect(statistics()).toMatchObject({ naks: 1, retries: 1 });
  });

  test('noise instead of an ACK is not taken for one', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    for (let tries = 0; tries < 3; tries += 1) {
      await far.heard(showHi);
      await far.say('FFE09C80');
      await until(() => statistics().badFrames > tries, 'the noise arrives');
      clock.advance(5_000);
    }
    await far.heard(eot);
    expect((await problemOf(shown)).kind).toBe('device-garbage');
  });

  test('the answer of a dialogue that was given up is acknowledged and passed over', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    await far.heard(showHi);
    await far.say(framed({ kind: 'keyState', loaded: true, attributes: '' }));
    await far.heard(ack);
    await far.say(ack);
    await shown;
  });

  test('a late EOT of the dialogue before changes nothing', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    await far.heard(showHi);
    await far.say(eot + ack);
    await shown;
  });

  test('gives up when the caller does, and says EOT', async () => {
    const abort = new AbortController();
    const shown = begun(pad.showText(['Hi'], abort.signal));
    await far.heard(showHi);
    abort.abort();
    await far.heard(eot);
    expect((await problemOf(shown)).kind).toBe('card-cancelled');
  });

  test('a cable that goes ends the wait at once', async () => {
    const shown = begun(pad.showText(['Hi'], signal));
    await far.heard(showHi);
    far.unplug();
    expect((await problemOf(shown)).kind).toBe('device-gone');
    await pad.gone;
  });

  test('what the pad cannot show is refused before a byte is sent', async () => {
    for (const lines of [[], ['签到'], ['A'.repeat(21)], ['a', 'b', 'c', 'd', 'e'], ['a\x03']]) {
      expect((await problemOf(pad.showText(lines, signal))).kind).toBe('bad-request');
    }
    expect(far.sent()).toBe('');
  });
});

describe('receiving', () => {
  test('a wrong check byte is refused; the repetition is taken', async () => {
    const identity = begun(pad.identify(signal));
    await far.heard(readSerial);
    await far.say(`${ack + serialAnswer.slice(0, -2)}79`);
    await far.heard(nak);
    await far.say(serialAnswer);
    await far.heard(ack);
    await far.say(eot);
    await far.heard(readPermanent);
    await far.say(ack + framed({ kind: 'permanentSerial', text: 'VP5-0087123' }));
    await far.heard(ack);
    await far.say(eot);
    expect(await identity).toEqual({ model: null, serialNumber: 'VP5-0087123', firmware: '246' });
    expect(statistics()).toMatchObject({ badFrames: 1, goodFrames: 2, naks: 1 });
  });

  test('after three wrong check bytes it is EOT', async () => {
    const identity = begun(pad.identify(signal));
    await far.heard(readSerial);
    await far.say(ack);
    for (const answer of [nak, nak, eot]) {
      await far.say(`${serialAnswer.slice(0, -2)}79`);
      await far.heard(answer);
    }
    expect((await problemOf(identity)).kind).toBe('device-garbage');
  });

  test('a pad that does not know M04 is known by its 06 answer', async () => {
    const identity = begun(pad.identify(signal));
    await far.heard(readSerial);
    await far.say(ack + serialAnswer);
    await far.heard(ack);
    await far.say(eot);
    await far.heard(readPermanent);
    clock.advance(1_000);
    expect(await identity).toEqual({
      model: null,
      serialNumber: '246880401A001234',
      firmware: '246',
    });
  });

  test('an ACK that no answer follows is silence', async () => {
    const identity = begun(pad.identify(signal));
    await far.heard(readSerial);
    await far.say(ack);
    await outlast(identity);
    expect((await problemOf(identity)).kind).toBe('device-silent');
  });
});

const request = {
  pan: '4012345678909',
  wrappedPik: '0123456789ABCDEF',
  amountMinor: 1_000,
  timeoutMs: 60_000,
};
/** P021 with its time-out of two steps. */
const askPin =
  '0237302E343031323334353637383930391C3031323334353637383941424344454631303030' +
  '1C32' +
  '03' +
  '23';
const selectKey = '0F3038300E36';

/** Up to the moment the customer may type. */
async function untilPinIsAsked(): Promise<void> {
  await far.heard(selectKey);
  await far.say(ack + selectKey);
  await far.heard(ack);
  await far.say(eot);
  await far.heard(askPin);
  await far.say(ack);
}

describe('PIN entry', () => {
  test('brings the block', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await untilPinIsAsked();
    await far.say(framed({ kind: 'pin', length: 4, block: '1B9C1845EB993A7A' }));
    await far.heard(ack);
    await far.say(eot);
    expect(await entry).toEqual({ kind: 'entered', pinBlock: '1B9C1845EB993A7A' });
  });

  test('without a PIN is told apart', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await untilPinIsAsked();
    await far.say(framed({ kind: 'pin', length: 0, block: '0'.repeat(16) }));
    expect(await entryAfterGrace(entry)).toEqual({ kind: 'no-pin' });
  });

  test('EOT is the customer who pressed CANCEL', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await untilPinIsAsked();
    await far.say(eot);
    expect(await entry).toEqual({ kind: 'cancelled' });
  });

  test('a time that is up is cancelled at the pad', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await untilPinIsAsked();
    const cancel = '0237320306';
    await until(() => {
      if (!far.sent().endsWith(cancel)) clock.advance(1_000);
      return far.sent().endsWith(cancel);
    }, 'the time is up');
    await far.say(ack + eot);
    expect(await entry).toEqual({ kind: 'timeout' });
    expect(clock.monotonic()).toBeGreaterThanOrEqual(60_000);
  });

  test('a cashier who gives up is obeyed at the pad', async () => {
    const abort = new AbortController();
    const entry = begun(pad.enterPin(request, abort.signal));
    await untilPinIsAsked();
    await until(() => far.ports.tap.lines(-1).at(-1)?.meaning === 'ACK', 'the ACK is read');
    abort.abort();
    await far.heard('0237320306');
    await far.say(eot);
    await far.say(ack);
    expect(await entryAfterGrace(entry)).toEqual({ kind: 'cancelled' });
  });

  test('an error digit is told with its words', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await untilPinIsAsked();
    await far.say('0237313103' + '34');
    await far.heard(ack);
    await far.say(eot);
    expect(await problemOf(entry)).toEqual({
      kind: 'device-refused',
      params: { device: 'pin-pad', code: '71/1 (session key does not suit the master key)' },
    });
  });

  test('a pad without that master key is said to lack it', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await far.heard(selectKey);
    await far.say(ack + framed({ kind: 'keySelected', code: '1' }));
    await far.heard(ack);
    expect((await problemOf(entry)).kind).toBe('device-key-missing');
  });

  test('a pad that only ends the selection with EOT has selected', async () => {
    const entry = begun(pad.enterPin(request, signal));
    await far.heard(selectKey);
    await far.say(ack + eot);
    await far.heard(askPin);
    await far.say(ack + eot);
    expect(await entry).toEqual({ kind: 'cancelled' });
  });
});

/** Lets the brief wait for EOT run out. */
async function entryAfterGrace<T>(entry: Promise<T>): Promise<T> {
  await outlast(entry);
  return entry;
}

describe('MAC', () => {
  const wrappedKey = '41B1F3D154C3079AB175E781A8F63696';

  test('sends long data in packets of whole blocks and reads one MAC', async () => {
    const mac = begun(
      pad.mac({ wrappedKey, data: new Uint8Array(113), encoding: 'binary' }, signal),
    );
    await until(() => far.sent().length > 0, 'the first packet');
    await far.say(ack);
    await until(() => far.ports.tap.lines(-1).length === 3, 'the second packet');
    await far.say(ack + framed({ kind: 'mac', status: '00', mac: '9E38F399401BD1F2' }) + eot);
    expect(await mac).toBe('9E38F399401BD1F2');
    const [first, second] = Buffer.from(far.sent(), 'hex')
      .toString('latin1')
      .split('\x02')
      .filter((packet) => packet !== '')
      .map((packet) => packet.replace(/\p{Cc}/gu, '_'));
    expect(first).toMatch(/^Z667000_41B1F3D154C3079A_B175E781A8F63696_0{224}_/);
    expect(second).toMatch(/^Z666010_41B1F3D154C3079A_B175E781A8F63696_00_/);
  });

  test('takes a status 00 between packets for what it is', async () => {
    const mac = begun(
      pad.mac({ wrappedKey, data: new Uint8Array(113), encoding: 'binary' }, signal),
    );
    await until(() => far.sent().length > 0, 'the first packet');
    await far.say(ack);
    await far.say(framed({ kind: 'mac', status: '00', mac: null }));
    await until(
      () => far.ports.tap.lines(-1).filter(({ meaning }) => meaning.startsWith('ask')).length === 2,
      'the second packet',
    );
    await far.say(ack + framed({ kind: 'mac', status: '00', mac: '9E38F399401BD1F2' }) + eot);
    expect(await mac).toBe('9E38F399401BD1F2');
  });

  test('passes a refusal on', async () => {
    const mac = begun(
      pad.mac({ wrappedKey, data: Buffer.from('4C176BEA'), encoding: 'ascii' }, signal),
    );
    await until(() => far.sent().length > 0, 'the packet');
    await far.say(ack + framed({ kind: 'mac', status: '01', mac: null }) + eot);
    expect(await problemOf(mac)).toEqual({
      kind: 'device-refused',
      params: { device: 'pin-pad', code: 'Z67/01' },
    });
  });

  test.each([
    ['nothing', new Uint8Array(0), 'binary'],
    ['more than a hundred packets', new Uint8Array(112 * 100 + 1), 'binary'],
    ['text with a control character', Buffer.from('a\x03b'), 'ascii'],
  ] as const)('refuses %s', async (_what, data, encoding) => {
    expect((await problemOf(pad.mac({ wrappedKey, data, encoding }, signal))).kind).toBe(
      'bad-request',
    );
  });
});

describe('many callers', () => {
  test('are served one after the other', async () => {
    const first = begun(pad.showText(['Hi'], signal));
    const second = begun(pad.showText(['Hi'], signal));
    await far.heard(showHi);
    expect(far.sent()).toBe(showHi);
    await far.say(ack);
    await first;
    await far.heard(showHi);
    await far.say(ack);
    await second;
  });

  test('are sent away when too many wait', async () => {
    const waiting = Array.from({ length: 16 }, () => pad.showText(['Hi'], signal).catch(() => {}));
    expect((await problemOf(pad.showText(['Hi'], signal))).kind).toBe('device-busy');
    far.unplug();
    await Promise.all(waiting);
  });
});

describe('health', () => {
  test('says why when the pad does not answer', async () => {
    const health = begun(pad.health('internal', signal));
    await far.heard(connectionTest);
    await outlast(health);
    expect(await health).toMatchObject({
      device: 'pin-pad',
      level: 'internal',
      state: 'failed',
      problems: [{ kind: 'device-silent' }],
    });
  });
});
