import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../../../../domain/words/problem.ts';
import { readerOptionsSchema } from '../../../../drivers/card-reader/options.ts';
import type { CardReader } from '../../../../drivers/card-reader/port.ts';
import { createTextLineReader } from '../../../../drivers/card-reader/text-lines/driver.ts';
import type { Driven } from '../../../../drivers/driver.ts';
import { type HandClock, handClock } from '../../../helpers/hand-clock.ts';
import { type ScriptedDevice, scriptedDevice } from '../../../helpers/scripted-device.ts';
import { until } from '../../../helpers/until.ts';

const { signal } = new AbortController();
const pan = '6200000000000013';
const track1 = `%B${pan}^TEST/CARD^3012201000?`;
const track2 = `;${pan}=30122010000000000?`;

let clock: HandClock;
let far: ScriptedDevice;
let reader: Driven<CardReader>;
let dropped: number;
beforeEach(async () => {
  clock = handClock();
  far = await scriptedDevice(clock, 'card-reader');
  dropped = 0;
  reader = createTextLineReader({
    ...far.ports,
    options: readerOptionsSchema.parse({ storeCards: '99,2710' }),
    onCardDropped: () => {
      dropped += 1;
    },
  });
});

const lines = (): number => far.ports.tap.lines(-1).length;
/** Sends lines and waits until the driver has read them. */
async function swipe(...tracks: string[]): Promise<void> {
  const before = lines();
  for (const track of tracks) await far.say(Buffer.from(`${track}\r\n`).toString('hex'));
  await until(() => lines() === before + tracks.length, 'the lines are read');
}
async function kindOf(waiting: Promise<unknown>): Promise<string> {
  const thrown = await waiting.then(
    () => null,
    (error: unknown) => error,
  );
  return thrown instanceof Problem ? thrown.kind : 'no problem';
}

describe('a swipe', () => {
  test('gives the card to whoever waits, and drops nothing', async () => {
    const card = reader.waitForCard(signal);
    await swipe(track1, track2);
    expect(await card).toEqual({ pan, track2: track2.slice(1, -1), expiry: '3012' });
    clock.advance(1_000);
    expect(dropped).toBe(0);
  });

  test('split anywhere is the same card', async () => {
    const card = reader.waitForCard(signal);
    for (const byte of Buffer.from(`${track2}\r`))
      await far.say(byte.toString(16).padStart(2, '0'));
    expect((await card).pan).toBe(pan);
  });

  test('with an unreadable track 1 is good enough', async () => {
    const card = reader.waitForCard(signal);
    await swipe('%E?', track2);
    expect((await card).pan).toBe(pan);
  });

  test.each([
    ['an unreadable track 2', ['%E?', ';E?']],
    ['a number that fails Luhn', [';6200000000000014=30122010000?']],
    ['an expiry in month 13', [`;${pan}=30132010000?`]],
  ])('with %s is unreadable', async (_what, tracks) => {
    const waiting = reader.waitForCard(signal);
    const kind = kindOf(waiting);
    await swipe(...tracks);
    expect(await kind).toBe('card-unreadable');
  });

  test('with track 1 alone is unreadable once nothing more comes', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    await swipe(track1);
    clock.advance(500);
    expect(await kind).toBe('card-unreadable');
  });

  test('that nobody waits for is dropped, and told once', async () => {
    await swipe(track1, track2);
    clock.advance(500);
    expect(dropped).toBe(1);
    expect(JSON.stringify(far.ports.tap.lines(-1))).not.toContain('36 32 30 30');
  });

  test('that could not be read is nobody’s card', async () => {
    await swipe('%E?', ';E?');
    clock.advance(500);
    expect(dropped).toBe(0);
  });

  test('right after a bad one is a swipe of its own', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    await swipe(';E?');
    expect(await kind).toBe('card-unreadable');
    const card = reader.waitForCard(signal);
    await swipe(track2);
    expect((await card).pan).toBe(pan);
  });
});

describe('a card of the store’s own', () => {
  let heard: string[];
  beforeEach(() => {
    heard = [];
    reader.onStoreCard((number) => heard.push(number));
  });

  test.each([
    ['a number alone', ';9900001234?', '9900001234'],
    ['a number with fields after it', ';9900001234=4912000?', '9900001234'],
    ['a Mastercard range without its Luhn digit', ';2710000000000000=4912101?', '2710000000000000'],
    ['a Mastercard range without an expiry', ';2710000000000007?', '2710000000000007'],
  ])('is told while nobody waits: %s', async (_what, stripe, number) => {
    await swipe(stripe);
    expect(heard).toEqual([number]);
    expect(dropped).toBe(0);
  });

  test('is told by track 1 where it has no other', async () => {
    await swipe('%9900001234?');
    clock.advance(500);
    expect(heard).toEqual(['9900001234']);
  });

  test('is never a bank card, whatever its number begins with', async () => {
    await swipe(';2710000000000007=49121010000?');
    expect([heard, dropped]).toEqual([[], 1]);
  });

  test('is none for the attempt that waits', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    await swipe(';9900001234=4912101?');
    expect([await kind, heard]).toEqual(['card-unreadable', []]);
  });

  test('is not told once nobody listens', async () => {
    reader.onStoreCard(() => heard.push('other'))();
    await swipe(';9900001234?');
    expect(heard).toEqual(['9900001234']);
  });
});

describe('a technician’s swipe', () => {
  test('tells each track and nothing in clear', async () => {
    const waiting = reader.waitForSwipe(signal);
    await swipe('%E?', track2);
    const heard = await waiting;
    expect(heard).toEqual({
      tracks: [
        { track: 1, state: 'error', masked: null },
        { track: 2, state: 'read', masked: '620000******0013' },
      ],
      encrypted: null,
      card: { kind: 'bank', maskedPan: '620000******0013' },
    });
    expect(dropped).toBe(0);
  });

  test('that could not be read is told all the same', async () => {
    const waiting = reader.waitForSwipe(signal);
    await swipe('%E?', ';E?');
    expect(await waiting).toMatchObject({ card: { kind: 'none' } });
  });
});

describe('waiting', () => {
  test('ends when the caller gives up', async () => {
    const abort = new AbortController();
    const kind = kindOf(reader.waitForCard(abort.signal));
    abort.abort();
    expect(await kind).toBe('card-cancelled');
    await swipe(track2);
    expect(dropped).toBe(1);
  });

  test('ends when the cable goes', async () => {
    const kind = kindOf(reader.waitForCard(signal));
    far.unplug();
    expect(await kind).toBe('device-gone');
    expect(await kindOf(reader.waitForCard(signal))).toBe('device-gone');
  });

  test('is for one at a time', async () => {
    const first = kindOf(reader.waitForCard(signal));
    expect(await kindOf(reader.waitForCard(signal))).toBe('device-busy');
    far.unplug();
    await first;
  });
});

test('noise shows in the trace with what looks like a card masked', async () => {
  await swipe(`x${pan}y`);
  expect(far.ports.tap.lines(-1)).toMatchObject([
    { faulty: true, meaning: 'no track: line', hex: `78 ${Array(16).fill('••').join(' ')} 79` },
  ]);
});

test('the interactive check wants a swipe and keeps nothing of it', async () => {
  const health = reader.health('interactive', signal);
  await swipe(track2);
  expect(await health).toMatchObject({ state: 'healthy', facts: { swipe: 'read' } });
  const silent = reader.health('interactive', signal);
  clock.advance(30_000);
  expect(await silent).toMatchObject({ state: 'failed', problems: [{ kind: 'device-silent' }] });
});
