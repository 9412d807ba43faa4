/** The serial conversation byte by byte on a clock that is moved by hand: T1 to T4, three transmissions, the happy path. */
import { afterEach, describe, expect, test } from 'vitest';
import { encodeDleFrame } from '../../../../../drivers/codecs/dle-crc16.ts';
import {
  createZvtTerminal,
  type ZvtTerminal,
} from '../../../../../drivers/payment-terminal/zvt/driver.ts';
import { optionsSchema } from '../../../../../drivers/payment-terminal/zvt/options.ts';
import { type HandClock, handClock } from '../../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../../helpers/scripted-device.ts';
import { until } from '../../../../helpers/until.ts';
import { bytesOf } from '../../../../helpers/vector-tables.ts';

const { signal } = new AbortController();
const request = { amountMinor: 1_250, currency: 'EUR', reference: 'r' };
const frame = (apdu: string): string =>
  Buffer.from(encodeDleFrame(bytesOf(apdu)))
    .toString('hex')
    .toUpperCase();

const ack = '06';
const nak = '15';
const accept = '10 02 80 00 00 10 03 F5 1F';
const registration = '10 02 06 00 0E 00 00 00 8E 09 78 06 06 26 04 0A 02 06 D3 10 03 0B 14';
const registered = '10 02 06 0F 0A 19 00 29 29 00 10 10 06 49 09 78 10 03 EF 72';
const authorisation = '10 02 06 01 0A 04 00 00 00 00 12 50 49 09 78 10 03 13 1D';
const insertCard = '10 02 04 FF 01 0A 10 03 F5 7D';
const approvedResult =
  '10 02 04 0F 29 27 00 04 00 00 00 00 12 50 49 09 78 0B 00 01 63 0C 12 35 51 0D 04 17 87 01 63 29 29 00 10 10 06 8A 06 8B F0 F5 56 49 53 41 00 10 03 80 21';
const receipt =
  '10 02 06 D3 14 06 12 1F 07 01 02 25 0C 07 07 44 61 6E 6B 65 21 20 09 01 81 10 03 D6 F3';
const completed = '10 02 06 0F 00 10 03 C6 33';

type Scene = Readonly<{ clock: HandClock; far: ScriptedDevice; terminal: ZvtTerminal }>;
let scene: Scene | null = null;

async function begin(options = {}): Promise<Scene> {
  const clock = handClock();
  const far = await scriptedDevice(clock, 'terminal');
  const terminal = createZvtTerminal(far.ports, optionsSchema.parse(options), 'serial');
  scene = { clock, far, terminal };
  return scene;
}
afterEach(async () => {
  await scene?.terminal.close();
  scene = null;
});

/** The till has this acknowledged; then the terminal says something, acknowledged and answered. */
async function say(far: ScriptedDevice, message: string): Promise<void> {
  await far.say(message);
  await far.heard(ack);
  await far.heard(accept);
  await far.say(ack);
}

async function register({ far }: Scene): Promise<void> {
  await far.heard(registration);
  await far.say(ack);
  await far.say(accept);
  await far.heard(ack);
  await say(far, registered);
}

/** Accepted; the promise travels in an object so that nobody awaits it on the way. */
async function begun(each: Scene): Promise<Readonly<{ done: ReturnType<ZvtTerminal['pay']> }>> {
  const done = each.terminal.pay(request, signal);
  await register(each);
  await each.far.heard(authorisation);
  await each.far.say(ack);
  await each.far.say(accept);
  await each.far.heard(ack);
  return { done };
}

async function finish({ far }: Scene): Promise<void> {
  await say(far, approvedResult);
  await say(far, completed);
}

const counts = ({ far }: Scene) => far.ports.tap.statistics();
/** Lets everything that can happen without time happen. */
const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
};

test('the happy path of 12.50 EUR is on the wire byte for byte', async () => {
  const each = await begin();
  const texts: string[] = [];
  each.terminal.onStatus((text) => texts.push(text));
  const outcome = each.terminal.pay(request, signal);
  await register(each);
  await each.far.heard(authorisation);
  await each.far.say(ack);
  await each.far.say(accept);
  await each.far.heard(ack);
  await say(each.far, insertCard);
  await say(each.far, '10 02 04 FF 01 17 10 03 1C 58');
  await say(each.far, approvedResult);
  await say(each.far, receipt);
  await say(each.far, completed);
  await expect(outcome).resolves.toEqual({
    kind: 'approved',
    transaction: {
      amountMinor: 1_250,
      currency: 'EUR',
      traceNumber: '000163',
      receiptNumber: '0163',
      terminalId: '29001006',
      authorisationCode: null,
      maskedPan: null,
      cardName: 'VISA',
      date: '0417',
      time: '123551',
      receipts: [{ for: 'customer', lines: ['Danke!'] }],
    },
  });
  expect(texts).toEqual(['insert card', 'please wait']);
});

test('the other commands of the notes are on the wire byte for byte', async () => {
  const each = await begin();
  const { far, terminal } = each;
  const wire: readonly [() => Promise<unknown>, string][] = [
    [() => terminal.endOfDay(signal), '10 02 06 50 03 00 00 00 10 03 FB 37'],
    [() => terminal.reverse('0163', signal), '10 02 06 30 06 00 00 00 87 01 63 10 03 FB A0'],
    [
      () => terminal.refund({ ...request, amountMinor: 500 }, signal),
      '10 02 06 31 0D 00 00 00 04 00 00 00 00 05 00 49 09 78 10 03 DD 00',
    ],
    [() => terminal.lastTransaction(signal), '10 02 06 20 03 00 00 00 10 03 FA F2'],
  ];
  let isFirst = true;
  for (const [run, bytes] of wire) {
    const done = run().catch(() => null);
    if (isFirst) await register(each);
    isFirst = false;
    await far.heard(bytes);
    await far.say(ack);
    await far.say(frame('84FF00'));
    await far.heard(ack);
    await done;
  }
});

describe('T1, 200 ms inside a frame', () => {
  test('silence after any byte of a message is answered with NAK, and the repetition is taken', async () => {
    const each = await begin();
    const outcome = await begun(each);
    const bytes = bytesOf(insertCard);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const head = Buffer.from(bytes.subarray(0, cut)).toString('hex');
      await each.far.say(head);
      await settle();
      each.clock.advance(199);
      await settle();
      expect(counts(each).timeouts.T1 ?? 0).toBe(cut - 1);
      each.clock.advance(1);
      // A single 10 is no frame yet: nothing is refused.
      if (cut > 1) await each.far.heard(nak);
      await say(each.far, insertCard);
    }
    await finish(each);
    await expect(outcome.done).resolves.toMatchObject({ kind: 'approved' });
  });

  test('a pause of less is none', async () => {
    const each = await begin();
    const outcome = await begun(each);
    for (const byte of bytesOf(insertCard)) {
      await each.far.say(byte.toString(16).padStart(2, '0'));
      await settle();
      each.clock.advance(199);
    }
    await each.far.heard(ack);
    await each.far.heard(accept);
    await each.far.say(ack);
    await finish(each);
    await expect(outcome.done).resolves.toMatchObject({ kind: 'approved' });
    expect(counts(each)).toMatchObject({ badFrames: 0, naks: 0, timeouts: {} });
  });
});

describe('T2, 5 s for an ACK', () => {
  test('three transmissions, then the terminal is silent: nothing was asked of it', async () => {
    const each = await begin();
    const outcome = each.terminal.pay(request, signal);
    for (let sent = 1; sent <= 3; sent += 1) {
      await each.far.heard(registration);
      await settle();
      each.clock.advance(4_999);
      await settle();
      expect(counts(each).timeouts.T2 ?? 0).toBe(sent - 1);
      each.clock.advance(1);
    }
    await expect(outcome).rejects.toMatchObject({ kind: 'device-silent' });
    expect(counts(each)).toMatchObject({ retries: 2, timeouts: { T2: 3 } });
  });

  test('NAK is answered with the same at once, at most twice', async () => {
    const each = await begin();
    const outcome = each.terminal.pay(request, signal);
    for (let sent = 1; sent <= 3; sent += 1) {
      await each.far.heard(registration);
      await each.far.say(nak);
    }
    await expect(outcome).rejects.toMatchObject({ kind: 'device-garbage' });
    expect(counts(each)).toMatchObject({ retries: 2, naks: 3, timeouts: {} });
  });

  test('an authorisation that was never acknowledged is unknown: the terminal may have it', async () => {
    const each = await begin();
    const outcome = each.terminal.pay(request, signal);
    await register(each);
    for (let sent = 1; sent <= 3; sent += 1) {
      await each.far.heard(authorisation);
      await settle();
      each.clock.advance(5_000);
    }
    await expect(outcome).resolves.toMatchObject({
      kind: 'unknown',
      problem: { kind: 'terminal-unknown', params: { because: 'device-silent' } },
    });
  });

  test('an answer whose ACK was lost is not provoked a second time', async () => {
    const each = await begin();
    const done = each.terminal.pay(request, signal);
    await register(each);
    await each.far.heard(authorisation);
    await each.far.say(accept);
    await each.far.heard(ack);
    await settle();
    each.clock.advance(5_000);
    await finish(each);
    await expect(done).resolves.toMatchObject({ kind: 'approved' });
    expect(each.far.sent().split(authorisation.replace(/ /g, '')).length - 1).toBe(1);
  });

  test('a message repeated because our ACK was lost is answered again and counted once', async () => {
    const each = await begin();
    const outcome = await begun(each);
    await say(each.far, approvedResult);
    await say(each.far, receipt);
    await settle();
    each.clock.advance(5_000);
    await say(each.far, receipt);
    await say(each.far, completed);
    await expect(outcome.done).resolves.toMatchObject({
      kind: 'approved',
      transaction: { receipts: [{ lines: ['Danke!'] }] },
    });
  });

  test('two equal lines in a row are two lines', async () => {
    const each = await begin({ receipts: 'lines' });
    const done = each.terminal.pay(request, signal);
    await each.far.heard(frame('0600060000008E0978'));
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    await say(each.far, registered);
    await each.far.heard(authorisation);
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    await say(each.far, approvedResult);
    for (const line of ['06D10140', '06D10140', '06D10181']) await say(each.far, frame(line));
    await say(each.far, completed);
    await expect(done).resolves.toMatchObject({ transaction: { receipts: [{ lines: ['', ''] }] } });
  });

  test('three broken messages in a row are a transmission error', async () => {
    const each = await begin();
    const outcome = await begun(each);
    const broken = approvedResult.replace('80 21', '80 22');
    for (let sent = 1; sent <= 3; sent += 1) {
      await each.far.say(broken);
      await each.far.heard(nak);
    }
    await expect(outcome.done).resolves.toMatchObject({
      kind: 'unknown',
      problem: { params: { because: 'device-garbage' } },
    });
  });
});

describe('T3, 5 s for 80 00', () => {
  test('an authorisation that is not answered is unknown', async () => {
    const each = await begin();
    const outcome = each.terminal.pay(request, signal);
    await register(each);
    await each.far.heard(authorisation);
    await each.far.say(ack);
    await settle();
    each.clock.advance(5_000);
    await expect(outcome).resolves.toMatchObject({ kind: 'unknown' });
    expect(counts(each).timeouts).toEqual({ T3: 1 });
  });

  test('can be set longer', async () => {
    const each = await begin({ t3Ms: 9_000 });
    const outcome = each.terminal.pay(request, signal);
    await register(each);
    await each.far.heard(authorisation);
    await each.far.say(ack);
    await settle();
    each.clock.advance(8_999);
    await settle();
    await each.far.say(accept);
    await each.far.heard(ack);
    await finish(each);
    await expect(outcome).resolves.toMatchObject({ kind: 'approved' });
  });
});

describe('T4, 180 s to the completion', () => {
  test('every message begins it anew; after it the till asks the terminal to stop, and then knows nothing', async () => {
    const each = await begin();
    const outcome = await begun(each);
    for (let said = 0; said < 4; said += 1) {
      await settle();
      each.clock.advance(179_999);
      await say(each.far, insertCard);
    }
    await settle();
    each.clock.advance(180_000);
    await each.far.heard('10 02 06 B0 00 10 03 43 F3');
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    await settle();
    each.clock.advance(5_000);
    await expect(outcome.done).resolves.toMatchObject({ kind: 'unknown' });
    expect(counts(each).timeouts).toEqual({ T4: 1 });
  });

  test('a terminal that then still says how it ended is believed', async () => {
    const each = await begin();
    const outcome = await begun(each);
    await settle();
    each.clock.advance(180_000);
    await each.far.heard('10 02 06 B0 00 10 03 43 F3');
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    await say(each.far, frame('061E016C'));
    await expect(outcome.done).resolves.toMatchObject({ kind: 'declined', code: '6C' });
  });

  test('04 FF may set it in minutes', async () => {
    const each = await begin();
    const outcome = await begun(each);
    await say(each.far, frame('04FF020E10'));
    await settle();
    each.clock.advance(599_999);
    await say(each.far, approvedResult);
    await say(each.far, completed);
    await expect(outcome.done).resolves.toMatchObject({ kind: 'approved' });
  });
});

describe('the result came, its end did not', () => {
  const repeatReceipt = '10 02 06 20 03 00 00 00 10 03 FA F2';

  async function upToRepeat(): Promise<Scene & Readonly<{ done: ReturnType<ZvtTerminal['pay']> }>> {
    const each = await begin();
    const { done } = await begun(each);
    await say(each.far, approvedResult);
    await settle();
    each.clock.advance(180_000);
    await each.far.heard('10 02 06 B0 00 10 03 43 F3');
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    await settle();
    each.clock.advance(5_000);
    await register(each);
    await each.far.heard(repeatReceipt);
    await each.far.say(ack);
    await each.far.say(accept);
    await each.far.heard(ack);
    return { ...each, done };
  }

  test('the last receipt with the same numbers approves it; the authorisation left once', async () => {
    const { far, done } = await upToRepeat();
    await say(far, approvedResult);
    await say(far, completed);
    await expect(done).resolves.toMatchObject({
      kind: 'approved',
      transaction: { traceNumber: '000163' },
    });
    expect(far.sent().split(authorisation.replace(/ /g, '')).length - 1).toBe(1);
  });

  test('a last receipt with another number leaves it unknown, with the numbers that were heard', async () => {
    const { far, done } = await upToRepeat();
    await say(far, frame('040F132700040000000012504909780B000162870162'));
    await say(far, completed);
    await expect(done).resolves.toMatchObject({
      kind: 'unknown',
      problem: { kind: 'terminal-unknown', params: { trace: '000163', receipt: '0163' } },
    });
  });

  test('a last receipt that takes it back declines it', async () => {
    const { far, done } = await upToRepeat();
    await say(far, frame('040F112700040000000012500B00016437000163'));
    await say(far, completed);
    await expect(done).resolves.toMatchObject({ kind: 'declined', code: 'B4' });
  });
});

test('both speak at once and neither is heard: the terminal is back at rest, and the till asks it to stop again', async () => {
  const { clock, far, terminal } = await begin();
  const caller = new AbortController();
  const done = terminal.pay(request, caller.signal);
  await register({ clock, far, terminal });
  await far.heard(authorisation);
  await far.say(ack);
  await far.say(accept);
  await far.heard(ack);
  caller.abort();
  // Three transmissions, none acknowledged (2.21): what the terminal says meanwhile is its own and as vain.
  for (let tries = 0; tries < 3; tries += 1) {
    await far.heard(frame('06B000'));
    clock.advance(5_000);
  }
  await far.heard(frame('06B000'));
  await far.say(ack);
  await far.say(accept);
  await far.heard(ack);
  await far.say(frame('061E016C'));
  await far.heard(ack);
  await far.heard(accept);
  await far.say(ack);
  await expect(done).resolves.toMatchObject({ kind: 'declined', code: '6C' });
});

test('a message that nobody knows is refused, those of the terminal never are', async () => {
  const each = await begin();
  const outcome = await begun(each);
  await each.far.say(frame('077700'));
  await each.far.heard(ack);
  await each.far.heard(frame('848300'));
  await each.far.say(ack);
  await finish(each);
  await expect(outcome.done).resolves.toMatchObject({ kind: 'approved' });
});

test('a result that is repeated while nobody waits is acknowledged and answered', async () => {
  const each = await begin();
  await say(each.far, approvedResult);
});

test('a pulled plug: before the command nothing was asked, after it the outcome is unknown', async () => {
  const each = await begin();
  const { done } = await begun(each);
  await say(each.far, approvedResult);
  each.far.unplug();
  await expect(done).resolves.toMatchObject({
    kind: 'unknown',
    problem: { params: { because: 'device-gone', trace: '000163' } },
  });
  await each.terminal.gone;
  await expect(each.terminal.pay(request, signal)).rejects.toMatchObject({ kind: 'device-gone' });
});

test('neither the password nor a card is in the trace', async () => {
  const each = await begin({ password: '123456' });
  const done = each.terminal.pay(request, signal).catch(() => null);
  await until(() => each.far.sent().includes('123456'), 'the registration');
  each.far.unplug();
  await done;
  expect(JSON.stringify(each.far.ports.tap.lines(-1))).not.toContain('12 34 56');
});
