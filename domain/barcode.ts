/**
 * What a scanned or typed code means.
 *
 * Retail codes: GTIN-13 and GTIN-8 (GS1 General Specifications, section 7.9 for the check digit). Codes that begin
 * with 20–29 are the shop's own (GS1 restricted circulation): `2P PLU WWWWW C`, with the PLU in digits 3–7 and the
 * weight in grams in digits 8–12, as printed by shop scales.
 */
import { looksLikeBadge } from './badge.ts';

export type ScannedCode =
  | Readonly<{ kind: 'gtin'; gtin: string }>
  | Readonly<{ kind: 'weighed'; plu: string; quantity: number }>
  | Readonly<{ kind: 'sku'; sku: string }>
  | Readonly<{ kind: 'payment-card' }>
  | Readonly<{ kind: 'badge' }>
  | Readonly<{ kind: 'unreadable'; why: 'check-digit' | 'not-a-code' }>;

/** GS1 check digit over the digits before it: weights 3, 1, 3 … from the right. */
export function gtinCheckDigit(digitsBefore: string): number {
  let sum = 0;
  for (let index = 0; index < digitsBefore.length; index += 1) {
    const weight = (digitsBefore.length - index) % 2 === 1 ? 3 : 1;
    sum += Number(digitsBefore[index]) * weight;
  }
  return (10 - (sum % 10)) % 10;
}

/** Whether `code` is all digits and ends in its right check digit. */
export function isGtin(code: string): boolean {
  return /^(\d{8}|\d{13})$/.test(code) && gtinCheckDigit(code.slice(0, -1)) === Number(code.at(-1));
}

/** Luhn check of ISO/IEC 7812-1 annex B. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return /^\d+$/.test(digits) && sum % 10 === 0;
}

/** Reads a code from the scanner or the search field. A card number typed or scanned is recognised so as to be dropped. */
export function readCode(text: string): ScannedCode {
  const code = text.trim();
  if (looksLikeBadge(code)) return { kind: 'badge' };
  if (/^[%;]/.test(code) || (/^\d{15,19}$/.test(code) && isLuhn(code))) {
    return { kind: 'payment-card' };
  }
  if (/^\d{13}$|^\d{8}$/.test(code)) {
    if (!isGtin(code)) {
      return code.length === 8
        ? { kind: 'sku', sku: code }
        : { kind: 'unreadable', why: 'check-digit' };
    }
    if (code.length === 13 && code.startsWith('2')) {
      return { kind: 'weighed', plu: code.slice(2, 7), quantity: Number(code.slice(7, 12)) };
    }
    return { kind: 'gtin', gtin: code };
  }
  if (/^\d{5,8}$/.test(code)) return { kind: 'sku', sku: code };
  return { kind: 'unreadable', why: 'not-a-code' };
}

/** AIM identifiers (ISO/IEC 15424) of codes that hold GS1 element strings: GS1-128, DataBar, Data Matrix, QR. */
const gs1Symbologies = [']C1', ']e0', ']d2', ']Q3'];

/**
 * What a scanner that tells its symbology has read, as `readCode` takes it: the GTIN of a GS1 element string (it begins
 * with `01` and fourteen digits), a UPC-A as the EAN-13 it is, anything else as it stands.
 */
export function codeOfScan({
  text,
  symbology,
}: Readonly<{ text: string; symbology: string | null }>): string {
  const gtin = /^01(\d{14})/.exec(text)?.[1];
  if (gtin && symbology !== null && gs1Symbologies.includes(symbology)) {
    return gtin.startsWith('0') ? gtin.slice(1) : gtin;
  }
  return symbology?.startsWith(']E') && /^\d{12}$/.test(text) ? `0${text}` : text;
}

/** The code a shop scale prints for `grams` of the item with this five-digit PLU. */
export function weighedCode(plu: string, grams: number): string {
  const body = `20${plu}${String(grams).padStart(5, '0')}`;
  return body + gtinCheckDigit(body);
}
