/** The ISO 8583 codec under any input. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describePacket } from '../../drivers/codecs/iso8583/describe.ts';
import { Iso8583Error } from '../../drivers/codecs/iso8583/error.ts';
import type { FieldSpec } from '../../drivers/codecs/iso8583/field.ts';
import { decodeFrame, encodeFrame } from '../../drivers/codecs/iso8583/frame.ts';
import {
  decodeMessage,
  encodeMessage,
  type IsoMessage,
} from '../../drivers/codecs/iso8583/message.ts';
import { cups } from '../../drivers/codecs/iso8583/specs/cups.ts';

const alphabets = {
  bcd: '0123456789',
  'bcd-right': '0123456789',
  track: '0123456789ABCDEF',
} as const;

function anyValue(row: FieldSpec): fc.Arbitrary<string> {
  const size =
    row.prefix === 'fixed'
      ? { minLength: row.units, maxLength: row.units }
      : { minLength: 0, maxLength: row.units };
  switch (row.encoding) {
    case 'binary':
      return fc.uint8Array(size).map((bytes) => Buffer.from(bytes).toString('hex').toUpperCase());
    case 'text':
      return fc.uint8Array(size).map((bytes) => Buffer.from(bytes).toString('latin1'));
    default:
      return fc.string({ unit: fc.constantFrom(...alphabets[row.encoding]), ...size });
  }
}

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

const messages: fc.Arbitrary<IsoMessage> = fc.record({
  mti: digits(4),
  fields: fc
    .record(
      Object.fromEntries(Object.entries(cups).map(([number, row]) => [number, anyValue(row)])),
      { requiredKeys: [] },
    )
    .map((fields) => ({ ...fields }) as Record<number, string>),
});

test('what is encoded decodes to the same message', () => {
  fc.assert(
    fc.property(messages, digits(10), digits(12), (message, tpdu, head) => {
      const bytes = encodeMessage(cups, message);
      expect(decodeMessage(cups, bytes)).toEqual({
        mti: message.mti,
        fields: { ...message.fields },
      });
      const wire = encodeFrame({ tpdu, head, message: bytes });
      expect(decodeFrame(wire.subarray(2))).toEqual({ tpdu, head, message: bytes });
    }),
    { numRuns: 600 },
  );
});

function onlyItsOwnError(bytes: Uint8Array): void {
  const startedAt = process.cpuUsage().user;
  let decoded: IsoMessage | null = null;
  try {
    decoded = decodeMessage(cups, bytes);
  } catch (error) {
    expect(error).toBeInstanceOf(Iso8583Error);
  }
  // What decodes is a message, so it encodes; what does not, can still be shown.
  if (decoded) expect(encodeMessage(cups, decoded).length).toBe(bytes.length);
  expect(describePacket(cups, bytes).meaning).toEqual(expect.any(String));
  expect(process.cpuUsage().user - startedAt).toBeLessThan(1_000_000);
}

test('noise throws nothing but the typed error, and never takes long', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => onlyItsOwnError(bytes)),
    { numRuns: 1_500 },
  );
});

test('a damaged message throws nothing but the typed error', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
  fc.assert(
    fc.property(messages, damage, fc.nat(), (message, changes, cut) => {
      const bytes = encodeMessage(cups, message);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      onlyItsOwnError(bytes);
      onlyItsOwnError(bytes.subarray(0, cut % (bytes.length + 1)));
    }),
    { numRuns: 1_500 },
  );
});
