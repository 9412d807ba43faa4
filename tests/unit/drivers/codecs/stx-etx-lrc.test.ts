import { describe, expect, test } from 'vitest';
import {
  encodeFrame,
  type FramerState,
  foldFrames,
  framerStart,
  type LinkUnit,
} from '../../../../drivers/codecs/stx-etx-lrc.ts';
import { bytesOf, quoted, vectorRows } from '../../../helpers/vector-tables.ts';

const limits = { frameBytesMax: 512 };

/** Everything but noise, whose grouping follows the chunks. */
function fold(...chunks: Uint8Array[]): LinkUnit[] {
  let state: FramerState = framerStart;
  const units: LinkUnit[] = [];
  for (const chunk of chunks) {
    const folded = foldFrames(state, chunk, limits);
    state = folded.state;
    units.push(...folded.units);
  }
  return units.filter(({ kind }) => kind !== 'noise');
}

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

const rows = vectorRows('pinpad.md');
/** Part A prints whole frames, part B (P050 on) prints them behind an arrow. */
const frames = (rows ?? [])
  .filter(({ id }) => id <= 'P058')
  .map(({ id, cells }) => ({
    id,
    hex: /`((?:[0-9A-F]{2} )+[0-9A-F]{2})`/.exec(cells[0] ?? '')?.[1],
  }))
  .filter((row): row is { id: string; hex: string } => row.hex !== undefined);
/** The rest of part B: the text between STX and ETX, and its check byte. */
const texts = (rows ?? [])
  .filter(({ id }) => id >= 'P037' && id <= 'P048')
  .map(({ id, cells }) => ({ id, text: quoted(cells[0]), lrc: quoted(cells[1]) }));

describe.skipIf(rows === null)('frames of ../shared/vectors/pinpad.md', () => {
  test('all of them were found', () => {
    expect(frames.length).toBe(37);
    expect(texts.length).toBe(10);
  });

  test.each(frames)('$id is read whole and written back', ({ hex }) => {
    const raw = bytesOf(hex);
    const [unit, ...rest] = fold(raw);
    expect(rest).toEqual([]);
    expect(unit?.kind).toBe('frame');
    if (unit?.kind === 'frame') expect(encodeFrame(unit.wrapper, unit.body)).toEqual(raw);
  });

  test.each(texts)('$id has the check byte a third party asserts', ({ text, lrc }) => {
    expect(Buffer.from(encodeFrame('transaction', text)).toString('hex').toUpperCase()).toMatch(
      new RegExp(`03${lrc}$`),
    );
  });

  test.each(frames)('$id is the same split at any byte', ({ hex }) => {
    const raw = bytesOf(hex);
    const whole = fold(raw);
    for (let at = 1; at < raw.length; at += 1) {
      expect(fold(raw.subarray(0, at), raw.subarray(at))).toEqual(whole);
    }
    expect(fold(...Array.from(raw, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  test('frames that come in one go, with controls and garbage between, are told apart', () => {
    const garbage = bytesOf('FF 80 00 41');
    const parts = frames.map(({ hex }) => bytesOf(hex));
    const line = join(...parts.flatMap((part) => [Uint8Array.of(0x06), part, garbage]));
    const kinds = fold(line).map((unit) => unit.kind);
    expect(kinds).toEqual(parts.flatMap(() => ['control', 'frame']));
  });
});

describe('the framer', () => {
  test.each([
    ['ACK', '0710|00|2|26500|', 0x06],
    ['STX', '0100', 0x02],
    ['NUL', '0300', 0x00],
  ])('takes one byte after ETX although it is %s', (_name, text, lrc) => {
    const raw = encodeFrame('transaction', text);
    expect(raw.at(-1)).toBe(lrc);
    expect(fold(raw, Uint8Array.of(0x04)).map(({ kind }) => kind)).toEqual(['frame', 'control']);
  });

  test('reports a wrong check byte, and reads the next frame', () => {
    const raw = encodeFrame('administration', '11');
    const wrong = Uint8Array.from([...raw.subarray(0, -1), 0x7f]);
    expect(fold(wrong, raw).map(({ kind }) => kind)).toEqual(['bad-frame', 'frame']);
  });

  test('starts anew where the end of a frame was lost', () => {
    const raw = encodeFrame('administration', '06');
    const units = fold(raw.subarray(0, 2), raw);
    expect(units).toMatchObject([
      { kind: 'bad-frame', reason: 'cut' },
      { kind: 'frame', body: '06' },
    ]);
  });

  test('gives up on a frame that never ends, and keeps no more of it than the limit', () => {
    const endless = new Uint8Array(2_000).fill(0x41);
    endless[0] = 0x02;
    const units = fold(endless, encodeFrame('administration', '11'));
    expect(units).toMatchObject([{ kind: 'bad-frame', reason: 'too-long' }, { kind: 'frame' }]);
    expect(units[0]?.raw.length).toBe(limits.frameBytesMax);
  });

  test('refuses an eighth bit although the check byte fits', () => {
    const raw = Uint8Array.of(0x02, 0xc1, 0x03, 0xc1 ^ 0x03);
    expect(fold(raw)).toMatchObject([{ kind: 'bad-frame', reason: 'not-7-bit' }]);
  });
});
