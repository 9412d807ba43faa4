/**
 * What stands in the QR code or barcode of a badge: a prefix that no goods have, and 128 random bits in Crockford's
 * base 32. Only characters of the QR alphanumeric mode (ISO/IEC 18004, 7.3.4), so that the code stays small.
 */
import { assert } from '../basics/assert.ts';

const prefix = 'RC1:';
/** No I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const badgeBytes = 16;
const bitsPerCharacter = 5;
const characters = Math.ceil((badgeBytes * 8) / bitsPerCharacter);

/** The text of a badge whose secret is `bytes`, `badgeBytes` random ones. */
export function badgeText(bytes: Uint8Array): string {
  assert(bytes.length === badgeBytes, 'a badge has 128 bits');
  let rest = bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  let text = '';
  for (let at = 0; at < characters; at += 1) {
    text = `${alphabet[Number(rest % 32n)]}${text}`;
    rest /= 32n;
  }
  return `${prefix}${text}`;
}

/** Whether a scanned text means to be a badge: then it is nobody's business but the till's. */
export function looksLikeBadge(text: string): boolean {
  return text.trim().slice(0, prefix.length).toUpperCase() === prefix;
}

/** The badge as it was issued, however it was typed; null where it cannot be one. */
export function readBadge(text: string): string | null {
  if (!looksLikeBadge(text)) return null;
  const body = text
    .trim()
    .slice(prefix.length)
    .toUpperCase()
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const isBody = body.length === characters && [...body].every((one) => alphabet.includes(one));
  return isBody ? `${prefix}${body}` : null;
}
