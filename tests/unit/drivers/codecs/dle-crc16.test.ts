import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { crc16CcittFalse, crc16Kermit, crc16Xmodem } from '../../../../drivers/codecs/crc16.ts';
import {
  cutDleFrame,
  type DleState,
  type DleUnit,
  dleStart,
  encodeDleFrame,
  foldDleFrames,
  isInsideDleFrame,
} from '../../../../drivers/codecs/dle-crc16.ts';
import { root } from '../../../../tools/paths.ts';
import { bytesOf, vectorRows } from '../../../helpers/vector-tables.ts';

const limits = { frameBytesMax: 512 };

function run(...chunks: Uint8Array[]): Readonly<{ state: DleState; units: DleUnit[] }> {
  let state = dleStart;
  const units: DleUnit[] = [];
  for (const chunk of chunks) {
    const folded = foldDleFrames(state, chunk, limits);
    state = folded.state;
    units.push(...folded.units);
  }
  return { state, units };
}
const fold = (...chunks: Uint8Array[]): DleUnit[] =>
  run(...chunks).units.filter(({ kind }) => kind !== 'noise');
const single = (raw: Uint8Array): Uint8Array[] => Array.from(raw, (byte) => Uint8Array.of(byte));

/** Headings `### Z001` with `- in:` a whole serial frame. */
const isPresent = vectorRows('zvt.md') !== null;
const vectors = isPresent
  ? Array.from(
      readFileSync(`${root}/../shared/vectors/zvt.md`, 'utf8').matchAll(
        /^### (Z\d{3})\n- in: `(10 02 [0-9A-F ]+)`\n(?:- .*\n)*?- checked: .*APDU = `([0-9A-F ]+)`/gm,
      ),
      ([, id = '', frame = '', apdu = '']) => ({ id, frame, apdu }),
    )
  : [];

describe.skipIf(!isPresent)('serial frames of ../shared/vectors/zvt.md', () => {
  test('all of them were found', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(12);
  });

  test.each(vectors)(
    '$id is read whole, split at any byte, and written back',
    ({ frame, apdu }) => {
      const raw = bytesOf(frame);
      const whole: DleUnit[] = [{ kind: 'frame', apdu: bytesOf(apdu), raw }];
      expect(fold(raw)).toEqual(whole);
      for (let at = 1; at < raw.length; at += 1) {
        expect(fold(raw.subarray(0, at), raw.subarray(at))).toEqual(whole);
      }
      expect(fold(...single(raw))).toEqual(whole);
      expect(encodeDleFrame(bytesOf(apdu))).toEqual(raw);
    },
  );

  test('coalesced, with acknowledgements and garbage between, they are told apart', () => {
    const garbage = bytesOf('FF 10 41 10 10');
    const parts = vectors.map(({ frame }) => bytesOf(frame));
    const line = Buffer.concat(parts.flatMap((part) => [bytesOf('06'), part, garbage]));
    const expected = parts.flatMap(() => ['control', 'frame']);
    expect(fold(line).map(({ kind }) => kind)).toEqual(expected);
    expect(fold(...single(line)).map(({ kind }) => kind)).toEqual(expected);
  });
});

test.each([
  ['KERMIT', crc16Kermit, 0x2189],
  ['XMODEM', crc16Xmodem, 0x31c3],
  ['CCITT-FALSE', crc16CcittFalse, 0x29b1],
])('CRC-16/%s has the catalogue’s check value', (_name, crc, check) => {
  expect(crc(Buffer.from('123456789'))).toBe(check);
});

describe('the framer of ZVT', () => {
  const status = bytesOf('10 02 05 01 00 10 03 10 06');

  test('reports a wrong CRC, and reads the next frame', () => {
    const wrong = bytesOf('10 02 05 01 00 10 03 10 07');
    expect(fold(wrong, status)).toMatchObject([
      { kind: 'bad-frame', reason: 'crc' },
      { kind: 'frame' },
    ]);
  });

  test('reports an APDU that is not as long as it says', () => {
    expect(fold(encodeDleFrame(bytesOf('05 01 02 AA')))).toMatchObject([
      { kind: 'bad-frame', reason: 'length' },
    ]);
  });

  test('starts anew where the end of a frame was lost, wherever the chunks end', () => {
    const line = Buffer.concat([status.subarray(0, 4), status]);
    for (let at = 0; at <= line.length; at += 1) {
      expect(fold(line.subarray(0, at), line.subarray(at))).toMatchObject([
        { kind: 'bad-frame', reason: 'cut', raw: status.subarray(0, 4) },
        { kind: 'frame' },
      ]);
    }
  });

  test('takes a 10 before a byte it cannot stand before for a lost byte', () => {
    expect(fold(bytesOf('10 02 06 10 00 10 03 AA BB'), status)).toMatchObject([
      { kind: 'bad-frame', reason: 'cut' },
      { kind: 'frame' },
    ]);
  });

  test('an acknowledgement within a frame is data, also in the rest of one that was too long', () => {
    const long = new Uint8Array(2_000).fill(0x06);
    long.set([0x10, 0x02]);
    const { units } = run(...single(Buffer.concat([long, status])));
    const told = units.filter(({ kind }) => kind !== 'noise');
    expect(told).toMatchObject([{ kind: 'bad-frame', reason: 'too-long' }, { kind: 'frame' }]);
    expect(told[0]?.raw.length).toBe(limits.frameBytesMax);
    expect(Buffer.concat(units.map(({ raw }) => raw))).toEqual(Buffer.concat([long, status]));
  });

  test('a frame may begin right where another became too long', () => {
    const long = new Uint8Array(limits.frameBytesMax - 1).fill(0x41);
    long.set([0x10, 0x02]);
    expect(fold(Buffer.concat([long, status])).map(({ kind }) => kind)).toEqual([
      'bad-frame',
      'frame',
    ]);
  });

  test('the rest of a frame that was too long ends with its own end', () => {
    const long = new Uint8Array(600).fill(0x41);
    long.set([0x10, 0x02]);
    const line = Buffer.concat([long, bytesOf('10 03 06 15'), bytesOf('06')]);
    expect(fold(line).map(({ kind }) => kind)).toEqual(['bad-frame', 'control']);
  });

  test('tells when T1 has to run, and what is cut when it has run out', () => {
    const begun = run(status.subarray(0, 5)).state;
    expect(isInsideDleFrame(begun)).toBe(true);
    expect(cutDleFrame(begun)).toEqual({
      kind: 'bad-frame',
      reason: 'cut',
      raw: status.subarray(0, 5),
    });
    const { state } = run(status);
    expect(isInsideDleFrame(state)).toBe(false);
    expect(cutDleFrame(state)).toBeNull();
    expect(cutDleFrame(run(Uint8Array.of(0x10)).state)).toMatchObject({ kind: 'noise' });
  });

  test('keeps a state as it was: the same bytes may be folded twice', () => {
    const { state } = run(status.subarray(0, 3));
    const rest = status.subarray(3);
    expect(foldDleFrames(state, rest, limits)).toEqual(foldDleFrames(state, rest, limits));
  });
});
