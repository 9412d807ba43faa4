import { describe, expect, test } from 'vitest';
import { createTap, guessSecrets } from '../../../drivers/tap.ts';
import { handClock } from '../../helpers/hand-clock.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const hexOf = (text: string): string =>
  (Buffer.from(text, 'latin1').toString('hex').toUpperCase().match(/../g) ?? []).join(' ');

describe('the trace', () => {
  test('masks what a decoder calls secret, and nothing else of the line', () => {
    const tap = createTap(handClock());
    tap.note({ direction: 'out', bytes: bytes('70.6200'), meaning: 'ask PIN', hidden: [[3, 7]] });
    expect(tap.lines(-1)).toMatchObject([
      {
        index: 0,
        direction: 'out',
        hex: '37 30 2E •• •• •• ••',
        meaning: 'ask PIN',
        faulty: false,
      },
    ]);
  });

  test.each([
    ['a card number', 'x6200000000000013y'],
    ['a track', 'x6200000000000013=30122010000y'],
    ['a key', 'x3EB3B72576BBBE83y'],
    [
      'a card number with its parity bits',
      'x\xb6\xb2\xb0\xb0\xb0\xb0\xb0\xb0\xb0\xb0\xb0\xb0\xb1\xb3y',
    ],
  ])('masks what looks like %s where nobody decoded the bytes', (_what, text) => {
    const tap = createTap(handClock());
    tap.note({ direction: 'in', bytes: bytes(text), meaning: 'noise' });
    expect(tap.lines(-1)[0]?.hex).toBe(
      `78 ${Array(text.length - 2)
        .fill('••')
        .join(' ')} 79`,
    );
  });

  test.each([
    ['a card number, two digits a byte', '62 00 00 00 00 00 00 13'],
    ['a track, two digits a byte', '62 00 00 00 00 00 00 13 D3'],
  ])('masks what looks like %s', (_what, hex) => {
    const tap = createTap(handClock());
    const raw = Buffer.from(`FF${hex.replace(/ /g, '')}FF`, 'hex');
    tap.note({ direction: 'in', bytes: raw, meaning: 'noise' });
    expect(tap.lines(-1)[0]?.hex).toBe(`FF ${hex.replace(/\w\w/g, '••')} FF`);
  });

  test.each([
    ['text', 'BETRAG 10.00 EUR 24.09.'],
    ['white of a picture', '\0'.repeat(40)],
  ])('leaves %s to be read', (_what, text) => {
    expect(guessSecrets(bytes(text))).toEqual([]);
  });

  test('keeps a bounded number of characters, whatever a device says', () => {
    const tap = createTap(handClock());
    for (let index = 0; index < 2_000; index += 1) {
      const noise = new Uint8Array(4_096).fill(0xee);
      tap.note({ direction: 'in', bytes: noise, meaning: 'x'.repeat(100_000) });
    }
    const characters = tap
      .lines(-1)
      .reduce((sum, { hex, meaning }) => sum + hex.length + meaning.length, 0);
    expect(characters).toBeLessThanOrEqual(1_000_000);
    expect(tap.lines(-1).length).toBeGreaterThan(200);
  });

  test('leaves short runs to be read', () => {
    expect(guessSecrets(bytes('06\x0224688040\x03'))).toEqual([]);
  });

  test('keeps the latest lines, two thousand at most, under indexes that go on', () => {
    const tap = createTap(handClock());
    for (let index = 0; index < 5_000; index += 1) {
      tap.note({ direction: 'in', bytes: bytes('a'), meaning: String(index), hidden: [] });
    }
    const kept = tap.lines(-1);
    expect(kept.length).toBeLessThanOrEqual(2_000);
    expect(kept.length).toBeGreaterThanOrEqual(1_000);
    expect(kept.at(-1)).toMatchObject({ index: 4_999, meaning: '4999', hex: hexOf('a') });
    expect(tap.lines(4_997).map(({ index }) => index)).toEqual([4_998, 4_999]);
  });

  test('shows the head of a long line and how much is left', () => {
    const tap = createTap(handClock());
    tap.note({ direction: 'out', bytes: new Uint8Array(600), meaning: 'print', hidden: [] });
    expect(tap.lines(-1)[0]?.hex).toMatch(/^(00 ){512}… \+88$/);
  });
});

test('statistics count, and rank the round trips', () => {
  const tap = createTap(handClock());
  for (let ms = 1; ms <= 100; ms += 1) tap.roundTrip(ms);
  tap.count('naks');
  expect(tap.statistics()).toEqual({
    goodFrames: 0,
    badFrames: 0,
    naks: 1,
    retries: 0,
    timeouts: {},
    reopened: 0,
    roundTripMs: { p50: 51, p99: 100, count: 100, histogram: expect.any(Array) },
  });
  const filled = tap.statistics().roundTripMs.histogram.filter(({ count }) => count > 0);
  expect(filled.map(({ upToMs, count }) => [upToMs, count])).toEqual([
    [1, 1],
    [2, 1],
    [5, 3],
    [10, 5],
    [20, 10],
    [50, 30],
    [100, 50],
  ]);
});
