/**
 * `devices -- decode iso8583-cups`: a message of the China UnionPay dialect, bare or with TPDU and head, with or
 * without the length in front. A technician decodes test messages with it, so every field is shown in full.
 *
 * acquirer-iso8583-cups.md sections 3 and 4. `fields` has packed digits as they are stored, filler nibble included, as
 * the published messages are written; `values` has them without it, by name.
 */
import { bitmapBytes, decodeBitmap } from '../codecs/iso8583/bitmap.ts';
import { Iso8583Error } from '../codecs/iso8583/error.ts';
import { decodeField, type FieldSpec } from '../codecs/iso8583/field.ts';
import { cups } from '../codecs/iso8583/specs/cups.ts';
import type { Decoded } from '../decode/decoded.ts';

const lengthBytes = 2;
const tpduBytes = 5;
const headBytes = 6;
const mtiBytes = 2;
/** The first byte of every TPDU. */
const tpduId = 0x60;

type Wrapping = Readonly<{ length: boolean; tpdu: boolean; head: boolean }>;
/** Most wrapped first: a shorter reading of the same bytes is only right where the longer one is not. */
const wrappings: readonly Wrapping[] = [
  { length: true, tpdu: true, head: true },
  { length: false, tpdu: true, head: true },
  { length: true, tpdu: false, head: false },
  { length: false, tpdu: false, head: false },
  { length: true, tpdu: true, head: false },
  { length: false, tpdu: true, head: false },
];

type Reading = Readonly<{ decoded: Decoded; readBytes: number }>;

export function decodeCups(input: Uint8Array): Decoded {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const readings = wrappings.flatMap((wrapping) => read(bytes, wrapping) ?? []);
  const good = readings.find(({ decoded }) => decoded.ok);
  if (good) return good.decoded;
  // None is right: the one that got furthest says where it went wrong.
  const [furthest] = readings.sort((a, b) => b.readBytes - a.readBytes);
  return (
    furthest?.decoded ?? {
      ok: false,
      fields: {},
      errors: ['no message: neither a message type nor a TPDU at the start'],
    }
  );
}

/** Null where the bytes cannot be wrapped like that. */
function read(bytes: Buffer, wrapping: Wrapping): Reading | null {
  let at = 0;
  const parts: { length?: number; tpdu?: string; head?: string } = {};
  if (wrapping.length) {
    if (bytes.length < lengthBytes) return null;
    parts.length = bytes.readUInt16BE(0);
    at = lengthBytes;
  }
  if (wrapping.tpdu) {
    if (bytes[at] !== tpduId || bytes.length < at + tpduBytes) return null;
    parts.tpdu = hex(bytes.subarray(at, at + tpduBytes));
    at += tpduBytes;
  }
  if (wrapping.head) {
    if (bytes.length < at + headBytes) return null;
    parts.head = hex(bytes.subarray(at, at + headBytes));
    at += headBytes;
  }
  const mti = hex(bytes.subarray(at, at + mtiBytes));
  // QUIRK(CUPS): versions are 0 (1987) only; this tells a message from a length.
  if (!/^0\d{3}$/.test(mti) || bytes.length < at + mtiBytes + bitmapBytes) return null;
  return readMessage(bytes, at, parts);
}

function readMessage(
  bytes: Buffer,
  start: number,
  parts: Readonly<{ length?: number; tpdu?: string; head?: string }>,
): Reading {
  const errors: string[] = [];
  if (parts.length !== undefined && parts.length !== bytes.length - lengthBytes) {
    errors.push(`the length says ${parts.length}, ${bytes.length - lengthBytes} bytes follow`);
  }
  if (parts.tpdu !== undefined && !/^\d+$/.test(parts.tpdu)) errors.push('TPDU: not digits');
  if (parts.head !== undefined && !/^\d+$/.test(parts.head)) errors.push('head: not digits');
  const bitmap = bytes.subarray(start + mtiBytes, start + mtiBytes + bitmapBytes);
  const fields: Record<string, string> = {};
  const values: Record<string, Readonly<{ name: string; value: string }>> = {};
  let at = start + mtiBytes + bitmapBytes;
  try {
    for (const number of decodeBitmap(bitmap)) {
      const row = cups[number];
      if (!row) throw new Iso8583Error(`DE${number}`, at, 'no such field in this dialect');
      const { value, valueAt, end } = decodeField(row, `DE${number}`, bytes, at);
      fields[number] = stored(row, value, bytes.subarray(valueAt, end));
      values[number] = { name: row.name, value };
      at = end;
    }
    if (at < bytes.length) errors.push(`${bytes.length - at} bytes after the last field, at ${at}`);
  } catch (error) {
    if (!(error instanceof Iso8583Error)) throw error;
    errors.push(error.message);
  }
  const decoded = {
    ok: errors.length === 0,
    ...parts,
    mti: hex(bytes.subarray(start, start + mtiBytes)),
    bitmap: hex(bitmap),
    fields,
    values,
    errors,
  };
  return { decoded, readBytes: at };
}

/** Texts are what they say; everything packed or binary is its nibbles. */
const stored = (row: FieldSpec, value: string, bytes: Buffer): string =>
  row.encoding === 'text' ? value : hex(bytes);

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();
