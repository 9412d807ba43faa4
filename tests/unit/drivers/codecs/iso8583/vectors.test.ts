/** Every message of ../shared/vectors/iso8583-cups.json, both ways. */
import { describe, expect, test } from 'vitest';
import { encodings } from '../../../../../drivers/codecs/iso8583/encoding.ts';
import { decodeFrame, encodeFrame } from '../../../../../drivers/codecs/iso8583/frame.ts';
import { decodeMessage, encodeMessage } from '../../../../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../../../../drivers/codecs/iso8583/specs/cups.ts';
import { type CupsVector, cupsVectors, vectorsAbsent } from '../../../../helpers/vectors.ts';

const vectors = cupsVectors ? [...cupsVectors.published, ...cupsVectors.own] : [];

/** V16 is a bare message, V21 has no length: as a serial link would carry them. */
type Parts = Readonly<{ length: boolean; framed: boolean; bytes: Buffer }>;
function partsOf(vector: CupsVector): Parts {
  const bytes = Buffer.from(vector.wire, 'hex');
  const length = bytes.readUInt16BE(0) === bytes.length - 2;
  return { length, framed: length || vector.wire.startsWith('60'), bytes };
}

/** The vectors write packed fields with their filler nibble; V16 leaves out the last blank of DE63. */
function asVectorWrites(vector: CupsVector, number: number, value: string): string {
  if (vector.id === 'V16' && number === 63) return value.trimEnd();
  const row = cups[number];
  if (value.length % 2 === 0 || !row) return value;
  if (row.encoding === 'bcd' || row.encoding === 'track') return `${value}0`;
  return row.encoding === 'bcd-right' ? `0${value}` : value;
}

describe.skipIf(!cupsVectors)(`messages of the dialect (skipped when ${vectorsAbsent})`, () => {
  test('there are vectors of both kinds', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(24);
  });

  test.each(vectors.map((vector) => [`${vector.id} ${vector.title}`, vector] as const))(
    '%s decodes to exactly its fields and encodes to exactly its bytes',
    (_, vector) => {
      const { length, framed, bytes } = partsOf(vector);
      const packet = length ? bytes.subarray(2) : bytes;
      const frame = framed ? decodeFrame(packet) : null;
      const message = decodeMessage(cups, frame?.message ?? packet);
      const written = Object.fromEntries(
        Object.entries(message.fields).map(([number, value]) => [
          number,
          asVectorWrites(vector, Number(number), value),
        ]),
      );
      expect(written).toEqual(vector.fields);

      const encoded = encodeMessage(cups, message);
      const again = frame ? encodeFrame({ ...frame, message: encoded }) : encoded;
      expect((framed && !length ? again.subarray(2) : again).toString('hex').toUpperCase()).toBe(
        vector.wire,
      );
    },
  );
});

test('every row of the table can hold its own longest value', () => {
  const longest = { bcd: '9', 'bcd-right': '9', track: '9', text: 'A', binary: 'FF' } as const;
  for (const [number, row] of Object.entries(cups)) {
    const value = longest[row.encoding].repeat(row.units);
    const message = { mti: '0200', fields: { [number]: value } };
    expect(decodeMessage(cups, encodeMessage(cups, message))).toEqual(message);
    expect(encodings[row.encoding].unitsOf(value)).toBe(row.units);
    expect(Number(number)).toBeGreaterThan(1);
    expect(Number(number)).toBeLessThanOrEqual(64);
  }
});
