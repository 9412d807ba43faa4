/** ZVT: single values ↔ bytes. Numbers are binary coded decimal, high digit first (PA00P015, "Definitions"). */
import { currencyLetters, currencyNumber } from '../../codecs/iso4217.ts';
import { bytesOfHex, hexOf } from './apdu.ts';
import { limits } from './spec.ts';

/** ISO/IEC 7812-1, as in domain/basics/mask.ts. */
const bankCardDigitsMin = 12;

/** Twelve digits; null where the bytes are none. */
export function decodeAmount(bytes: Uint8Array): number | null {
  const digits = hexOf(bytes);
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

/** Six bytes. Throws RangeError for what twelve digits cannot say. */
export function encodeAmount(amountMinor: number): Uint8Array {
  if (!Number.isInteger(amountMinor) || amountMinor < 0 || amountMinor > limits.amountMinorMax) {
    throw new RangeError(`An amount of ${amountMinor}`);
  }
  return bytesOfHex(String(amountMinor).padStart(12, '0'));
}

/** `09 78` is EUR. What is in no table stays four digits. */
export function decodeCurrency(bytes: Uint8Array): string {
  const digits = hexOf(bytes);
  return digits.startsWith('0') ? currencyLetters(digits.slice(1)) : digits;
}

/** Throws RangeError for a currency without a known number. */
export const encodeCurrency = (letters: string): Uint8Array =>
  bytesOfHex(`0${currencyNumber(letters)}`);

/** Digits, leading zeros kept, into a fixed number of bytes. Throws RangeError where they do not fit. */
export function encodeNumber(digits: string, bytes: number): Uint8Array {
  if (!/^[0-9A-Fa-f]+$/.test(digits) || digits.length > bytes * 2) {
    throw new RangeError(`Not ${bytes * 2} digits`);
  }
  return bytesOfHex(digits.padStart(bytes * 2, '0'));
}

/**
 * The card number of BMP 22, or of the head of track 2 in BMP 23, fit to be seen: masked digits come as nibbles E, the track
 * goes on behind a D, an odd number of digits is filled up with F. What a terminal left readable between the first six and
 * the last four is masked here; of a number too short to be a bank card's only the last four stay. Null where it holds none.
 */
export function maskedPanOf(bytes: Uint8Array): string | null {
  const digits = (hexOf(bytes).split('D')[0] ?? '').replace(/F+$/, '');
  if (!/^[0-9E]+$/.test(digits)) return null;
  const shownFirst = digits.length >= bankCardDigitsMin ? 6 : 0;
  return Array.from(digits, (digit, index) => {
    const shown = index < shownFirst || index >= digits.length - 4;
    return shown && digit !== 'E' ? digit : '*';
  }).join('');
}

/** A masked number into BMP 22. */
export function encodePan(maskedPan: string): Uint8Array {
  const nibbles = maskedPan.replace(/\*/g, 'E');
  return bytesOfHex(nibbles.length % 2 === 0 ? nibbles : `${nibbles}F`);
}

/** Text without the zero bytes and spaces that fill it up. */
export const trimmed = (text: string): string => text.replace(/[\0 ]+$/, '').trim();

const printable = /^[\x20-\x7e]*$/;

/** ASCII filled up with zeros or spaces; hex where it is no text; null where it is empty. */
export function decodeAttribute(bytes: Uint8Array): string | null {
  const text = trimmed(Buffer.from(bytes).toString('latin1'));
  if (text === '') return null;
  return printable.test(text) ? text : hexOf(bytes);
}

/** ASCII, filled up. Throws RangeError where it does not fit. */
export function encodePadded(text: string, bytes: number, fill: number): Uint8Array {
  if (text.length > bytes || !printable.test(text)) throw new RangeError(`Not ${bytes} characters`);
  const padded = new Uint8Array(bytes).fill(fill);
  padded.set(Buffer.from(text, 'latin1'));
  return padded;
}
