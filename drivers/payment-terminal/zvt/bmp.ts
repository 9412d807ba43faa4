/**
 * ZVT: lists of BMPs ↔ bytes. A BMP says nothing of its own length, so nothing behind an unknown one can be read
 * (../shared/protocols/devices.md §1.3): what came before is kept, the rest is handed back as it is.
 */
import { hexOf } from './apdu.ts';
import { type BmpLength, bmpKinds } from './bmp-table.ts';
import { encodeTlvLength, readTlvLength } from './tlv.ts';

export type Bmp = Readonly<{ tag: number; value: Uint8Array }>;

/** `at`: where the value begins in the data. */
export type PlacedBmp = Bmp & Readonly<{ at: number }>;

export type BmpList = Readonly<{
  bmps: readonly PlacedBmp[];
  /** From the BMP that could not be read to the end; empty when all was read. */
  rest: Uint8Array;
  /** Why reading ended early; null when all was read. The offset is counted from the start of `data`. */
  fault: Readonly<{ offset: number; reason: string }> | null;
}>;

/** Reads BMPs from `from` to the end of `data`. Never throws. */
export function readBmps(data: Uint8Array, from = 0): BmpList {
  const bmps: PlacedBmp[] = [];
  let at = from;
  while (at < data.length) {
    const tag = data[at] ?? 0;
    const value = readValue(data, at + 1, bmpKinds.get(tag)?.length ?? null);
    if (typeof value === 'string') {
      const reason = `BMP ${hexTag(tag)} ${value}`;
      return { bmps, rest: data.slice(at), fault: { offset: at, reason } };
    }
    bmps.push({ tag, value: data.slice(value.start, value.end), at: value.start });
    at = value.end;
  }
  return { bmps, rest: new Uint8Array(), fault: null };
}

type Place = Readonly<{ start: number; end: number }>;

/** Where the value stands, or what is wrong with it. */
function readValue(data: Uint8Array, at: number, length: BmpLength | null): Place | string {
  if (length === null) return 'is unknown, so the bytes from it on cannot be read';
  const place = typeof length === 'number' ? { start: at, end: at + length } : null;
  const found = place ?? (length === 'TLV' ? tlvPlace(data, at) : digitsPlace(data, at, length));
  if (found === null) return 'has a length that cannot be read';
  const missing = found.end - data.length;
  return missing > 0 ? `is cut short by ${missing} bytes` : found;
}

function tlvPlace(data: Uint8Array, at: number): Place | null {
  const length = readTlvLength(data, at);
  return length && { start: at + length.size, end: at + length.size + length.bytes };
}

/** The digits of LL and LLL are F0…F9, one a byte. Null where they are no such digits. */
function digitsPlace(data: Uint8Array, at: number, form: BmpLength): Place | null {
  const length = readDigits(data, at, form === 'LLL' ? 3 : 2);
  return length && { start: at + length.size, end: at + length.size + length.bytes };
}

/** The length that `size` digits F0…F9 spell, `F1 F8` being 18. */
export function readDigits(
  data: Uint8Array,
  at: number,
  size: 2 | 3,
): Readonly<{ bytes: number; size: number }> | null {
  const digits = data.subarray(at, at + size);
  if (digits.length < size || digits.some((digit) => digit < 0xf0 || digit > 0xf9)) return null;
  return { bytes: digits.reduce((sum, digit) => sum * 10 + (digit - 0xf0), 0), size };
}

/** The other way round. Throws RangeError for what `size` digits cannot say. */
export function encodeDigits(length: number, size: 2 | 3): Uint8Array {
  if (length >= 10 ** size) throw new RangeError(`${length} bytes in ${size} digits`);
  const digits = String(length).padStart(size, '0');
  return Uint8Array.from(digits, (digit) => 0xf0 + Number(digit));
}

/** Throws RangeError for an unknown tag and for a value that its BMP cannot hold. */
export function encodeBmps(bmps: readonly Bmp[]): Uint8Array {
  return Uint8Array.from(
    bmps.flatMap(({ tag, value }) => [tag, ...lengthOf(tag, value), ...value]),
  );
}

function lengthOf(tag: number, value: Uint8Array): Uint8Array {
  const length = bmpKinds.get(tag)?.length;
  if (length === 'LL') return encodeDigits(value.length, 2);
  if (length === 'LLL') return encodeDigits(value.length, 3);
  if (length === 'TLV') return encodeTlvLength(value.length);
  if (length !== value.length) {
    throw new RangeError(`BMP ${hexTag(tag)} with ${value.length} bytes`);
  }
  return new Uint8Array();
}

/** The first of that tag. */
export const findBmp = (bmps: readonly Bmp[], tag: number): Uint8Array | null =>
  bmps.find((bmp) => bmp.tag === tag)?.value ?? null;

export const hexTag = (tag: number): string => hexOf(Uint8Array.of(tag));
