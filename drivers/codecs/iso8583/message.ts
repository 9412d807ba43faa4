/**
 * An ISO 8583 message and its bytes: MTI (2 packed bytes), bitmap (8), then the fields in order.
 *
 *   02 00 | 30 20 04 C0 20 C0 98 11 | DE3 DE4 DE11 … DE64
 *
 * What each field looks like comes from a table (`MessageSpec`); see specs/.
 */
import { bitmapBytes, decodeBitmap, encodeBitmap } from './bitmap.ts';
import { Iso8583Error } from './error.ts';
import { decodeField, encodeField, type MessageSpec } from './field.ts';

export type IsoMessage = Readonly<{
  /** Four digits. */
  mti: string;
  /** Data element number → value: digits, text, or upper-case hex for binary ones. */
  fields: Readonly<Record<number, string>>;
}>;

/** Where a field's value lies in the bytes. */
export type FieldPlace = Readonly<{ number: number; value: string; valueAt: number; end: number }>;

const mtiBytes = 2;

/** Throws `Iso8583Error` when a value does not fit the table or the table has no such field. */
export function encodeMessage(spec: MessageSpec, message: IsoMessage): Buffer {
  if (!/^\d{4}$/.test(message.mti)) throw new Iso8583Error('mti', 0, 'not four digits');
  // Integer keys of an object come in ascending order (ECMA-262, OrdinaryOwnPropertyKeys).
  const numbers = Object.keys(message.fields).map(Number);
  const parts = numbers.map((number) =>
    encodeField(rowOf(spec, number, 0), `DE${number}`, message.fields[number] ?? ''),
  );
  return Buffer.concat([Buffer.from(message.mti, 'hex'), encodeBitmap(numbers), ...parts]);
}

/** Throws nothing but `Iso8583Error`. Bytes after the last field are an error too. */
export function decodeMessage(spec: MessageSpec, bytes: Uint8Array): IsoMessage {
  const { mti, places } = locateFields(spec, bytes);
  const fields: Record<number, string> = {};
  for (const place of places) fields[place.number] = place.value;
  return { mti, fields };
}

/** Decodes and says where each value lies. Throws nothing but `Iso8583Error`. */
export function locateFields(
  spec: MessageSpec,
  input: Uint8Array,
): Readonly<{ mti: string; places: readonly FieldPlace[] }> {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const places: FieldPlace[] = [];
  let at = 0;
  try {
    const mti = readMti(bytes);
    const numbers = readBitmap(bytes);
    at = mtiBytes + bitmapBytes;
    for (const number of numbers) {
      const row = rowOf(spec, number, at);
      const field = decodeField(row, `DE${number}`, bytes, at);
      places.push({ number, ...field });
      at = field.end;
    }
    if (at !== bytes.length) throw new Iso8583Error('message', at, 'bytes after the last field');
    return { mti, places };
  } catch (error) {
    if (!(error instanceof Iso8583Error)) throw error;
    // From the faulty field on nobody knows what the bytes are, so none of them is shown.
    const raw = maskedHex(spec, bytes.subarray(0, at), places) + ' ••'.repeat(bytes.length - at);
    throw new Iso8583Error(error.path, error.at, reasonOf(error), raw.trim());
  }
}

/** The bytes as spaced hex, with `••` for those a person must not see. */
function maskedHex(spec: MessageSpec, bytes: Uint8Array, places: readonly FieldPlace[]): string {
  const shown = Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  for (const place of places) {
    if (spec[place.number]?.hidden === undefined) continue;
    shown.fill('••', place.valueAt, place.end);
  }
  return shown.join(' ');
}

/** The message up to DE64, which must be there: what a MAC is made over. */
export function bytesUnderMac(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - 8);
}

function readMti(bytes: Buffer): string {
  const mti = bytes.subarray(0, mtiBytes).toString('hex');
  if (!/^\d{4}$/.test(mti)) throw new Iso8583Error('mti', 0, 'not four packed digits');
  return mti;
}

function readBitmap(bytes: Buffer): number[] {
  const bitmap = bytes.subarray(mtiBytes, mtiBytes + bitmapBytes);
  if (bitmap.length !== bitmapBytes) {
    throw new Iso8583Error('bitmap', mtiBytes, 'the message ends inside it');
  }
  return decodeBitmap(bitmap);
}

function rowOf(spec: MessageSpec, number: number, at: number): MessageSpec[number] {
  const row = spec[number];
  if (row === undefined) throw new Iso8583Error(`DE${number}`, at, 'no such field in this dialect');
  return row;
}

function reasonOf(error: Iso8583Error): string {
  return error.message.slice(error.message.indexOf(': ') + 2);
}
