/**
 * How a field's value becomes bytes. A value is always a string; a field's length counts `units`, which are digits
 * for the packed encodings and bytes for the others.
 *
 * Rules: iso8583-cups.json, `rules`; acquirer-iso8583-cups.md section 4.
 */

export type Encoding = Readonly<{
  /** How many units `value` has, or null when it cannot be encoded. */
  unitsOf(value: string): number | null;
  bytesFor(units: number): number;
  /** `value` has been accepted by `unitsOf`. */
  encode(value: string): Buffer;
  /** `bytes` holds exactly `units`; null when they do not make a value. */
  decode(bytes: Buffer, units: number): string | null;
}>;

const halfRoundedUp = (units: number): number => Math.ceil(units / 2);

/** Packed digits, left justified: an odd count leaves the last nibble 0. */
const bcd: Encoding = {
  unitsOf: (value) => (/^\d*$/.test(value) ? value.length : null),
  bytesFor: halfRoundedUp,
  encode: (value) => Buffer.from(value.length % 2 === 0 ? value : `${value}0`, 'hex'),
  // The filler nibble is not looked at: hosts fill with 0, some with F.
  decode: (bytes, units) => digitsOrNull(bytes.toString('hex').slice(0, units)),
};

/** QUIRK(CUPS): the card sequence number, DE23, is the one packed field that is right justified. */
const bcdRight: Encoding = {
  unitsOf: bcd.unitsOf,
  bytesFor: halfRoundedUp,
  encode: (value) => Buffer.from(value.length % 2 === 0 ? value : `0${value}`, 'hex'),
  decode: (bytes, units) => digitsOrNull(bytes.toString('hex').slice(bytes.length * 2 - units)),
};

/**
 * Packed track data. The separator `=` is nibble D and is written `D` here; where the track is enciphered any nibble
 * may occur.
 */
const track: Encoding = {
  unitsOf: (value) => (/^[0-9A-F]*$/.test(value) ? value.length : null),
  bytesFor: halfRoundedUp,
  encode: bcd.encode,
  decode: (bytes, units) => bytes.toString('hex').toUpperCase().slice(0, units),
};

/** One byte per character. Bytes above 7F, which hosts use for GB18030 texts, stay what they are. */
const text: Encoding = {
  unitsOf: (value) => (/[\u0100-\uFFFF]/.test(value) ? null : value.length),
  bytesFor: (units) => units,
  encode: (value) => Buffer.from(value, 'latin1'),
  decode: (bytes) => bytes.toString('latin1'),
};

/** Any bytes, written as upper-case hex. */
const binary: Encoding = {
  unitsOf: (value) => (/^([0-9A-F]{2})*$/.test(value) ? value.length / 2 : null),
  bytesFor: (units) => units,
  encode: (value) => Buffer.from(value, 'hex'),
  decode: (bytes) => bytes.toString('hex').toUpperCase(),
};

export const encodings = { bcd, 'bcd-right': bcdRight, track, text, binary } as const;

function digitsOrNull(nibbles: string): string | null {
  return /^\d*$/.test(nibbles) ? nibbles : null;
}
