/** One data element: its row in the table, and its bytes. */
import { encodings } from './encoding.ts';
import { Iso8583Error } from './error.ts';
import { decodePrefix, encodePrefix, prefixes } from './prefix.ts';

export type FieldSpec = Readonly<{
  name: string;
  encoding: keyof typeof encodings;
  prefix: keyof typeof prefixes;
  /**
   * In digits or bytes, as the encoding counts: exact when the prefix is `fixed`, otherwise the most there may be. Of a
   * field with three digits of length more is read, and never written: hosts fill these beyond what the table says.
   */
  units: number;
  /**
   * What a person may see of it: `pan` first six and last four, `track` the same of its card number, `all` nothing.
   * Without it the value may be shown.
   */
  hidden?: 'pan' | 'track' | 'all';
}>;

/** A dialect: data element number → row. Fields that are not listed do not exist. */
export type MessageSpec = Readonly<Record<number, FieldSpec>>;

/** Throws `Iso8583Error` when the value does not fit its row. The value itself is not in the error. */
export function encodeField(spec: FieldSpec, path: string, value: string): Buffer {
  const encoding = encodings[spec.encoding];
  const units = encoding.unitsOf(value);
  if (units === null) throw new Iso8583Error(path, 0, `not ${spec.encoding}`);
  if (spec.prefix === 'fixed' ? units !== spec.units : units > spec.units) {
    throw new Iso8583Error(path, 0, `${units} long, the table says ${spec.units}`);
  }
  return Buffer.concat([encodePrefix(prefixes[spec.prefix], units), encoding.encode(value)]);
}

export type DecodedField = Readonly<{ value: string; valueAt: number; end: number }>;

/** Reads the field that begins at `at`. Throws `Iso8583Error` without `raw`: only the message knows what to mask. */
export function decodeField(
  spec: FieldSpec,
  path: string,
  bytes: Buffer,
  at: number,
): DecodedField {
  const units = readUnits(spec, path, bytes, at);
  const valueAt = at + prefixes[spec.prefix].bytes;
  const encoding = encodings[spec.encoding];
  const end = valueAt + encoding.bytesFor(units);
  if (end > bytes.length) throw new Iso8583Error(path, valueAt, 'the message ends inside it');
  const value = encoding.decode(bytes.subarray(valueAt, end), units);
  if (value === null) throw new Iso8583Error(path, valueAt, `not ${spec.encoding}`);
  return { value, valueAt, end };
}

function readUnits(spec: FieldSpec, path: string, bytes: Buffer, at: number): number {
  const prefix = prefixes[spec.prefix];
  if (prefix.bytes === 0) return spec.units;
  const end = at + prefix.bytes;
  if (end > bytes.length)
    throw new Iso8583Error(`${path}.length`, at, 'the message ends inside it');
  const units = decodePrefix(bytes.subarray(at, end));
  if (units === null) throw new Iso8583Error(`${path}.length`, at, 'not packed digits');
  if (units > spec.units && spec.prefix !== 'lll') {
    throw new Iso8583Error(`${path}.length`, at, `says ${units}, the table allows ${spec.units}`);
  }
  return units;
}
