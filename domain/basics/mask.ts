/** Card numbers for people: first six, last four, nothing between (PCI DSS 3.4.1). */
import { isLuhn } from './check-digit.ts';

/** `6200000000000013` → `620000******0013`. Throws on anything that is not 12–19 digits. */
export function maskPan(pan: string): string {
  if (!/^\d{12,19}$/.test(pan)) throw new RangeError('not a card number');
  return pan.slice(0, 6) + '*'.repeat(pan.length - 10) + pan.slice(-4);
}

/**
 * Whether a text is a masked card number and holds no more than first six and last four. Payment terminals often tell
 * the last four only: `************4771`.
 */
export function isMaskedPan(text: string): boolean {
  return /^[\d*]{6}\*{2,9}[\d*]{4}$/.test(text);
}

/** A card of which nothing may be told, or nothing is known. */
export const hiddenPan = '*'.repeat(16);

/** Ids and hashes may hold long runs of digits by chance. */
const idOrHash = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}/gi;
/** Digits as people write card numbers: in one piece or in groups of four and more. */
const digitGroups = /\d+(?:[ -]\d+)*/g;
/** ISO/IEC 7812-1. Thirteen digits are left out, because every GTIN-13 has them; so is industry 0. */
const cardNumber = /^[1-9]\d{13,18}$/;
/** Most texts of a sale are shorter than any card number, and a sale is looked through each time one is written. */
const cardNumberLengthMin = 14;

/** Whether a full card number stands anywhere in `value`: its texts, numbers and keys, however deep. */
export function holdsPan(value: unknown): boolean {
  if (typeof value === 'string') {
    if (value.length < cardNumberLengthMin) return false;
    const runs = value.replace(idOrHash, '').match(digitGroups) ?? [];
    return runs.some(runHoldsPan);
  }
  if (typeof value === 'number') return holdsPan(String(value));
  if (value === null || typeof value !== 'object') return false;
  return Object.entries(value).some(([key, inner]) => holdsPan(key) || holdsPan(inner));
}

/**
 * A device's own number as it is kept and compared. One that reads like a card's is written in groups of three, which
 * none of a card is: `6212345678901234` → `621-234-567-890-123-4`. People write it so too, as their label does not.
 */
export function spelledSerial(serial: string): string {
  if (!holdsPan(serial)) return serial;
  return serial.replace(/\d{4,}/g, (digits) => (digits.match(/\d{1,3}/g) ?? []).join('-'));
}

/** A card number may stand between other digits, such as an expiry date after it. */
function runHoldsPan(run: string): boolean {
  const groups = run.split(/[ -]/);
  return groups.some((_, first) => {
    let digits = '';
    for (const group of groups.slice(first)) {
      digits += group;
      if (cardNumber.test(digits) && isLuhn(digits)) return true;
      if (group.length < 4) return false;
    }
    return false;
  });
}
