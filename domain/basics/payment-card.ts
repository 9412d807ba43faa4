/**
 * Which numbers are those of payment cards: so that they are dropped wherever they come in, and nothing else is.
 *
 * A right Luhn digit alone says little: each tenth number has one, and an IMEI, a SIM card and a label of a scale may.
 */
import { isLuhn } from './check-digit.ts';

/** Digits → how the networks' numbers of that length begin (ISO/IEC 7812-1 issuers; 9 is for national networks). */
const issuers: readonly Readonly<{ least: number; most: number; begins: RegExp }>[] = [
  { least: 14, most: 14, begins: /^3(?:0[0-5]|095|[689])/ },
  { least: 15, most: 15, begins: /^3[47]/ },
  {
    least: 16,
    most: 16,
    begins: /^(?:5|3(?:0[0-5]|095|[5689])|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/,
  },
  { least: 16, most: 19, begins: /^(?:220[0-4]|4|50|5[6-8]|6|8[12]|9)/ },
];

/** Whether the whole of `digits` is a card's number: its length, its issuer and its Luhn digit are those of one. */
export function isCardNumber(digits: string): boolean {
  const { length } = digits;
  const fits = issuers.some(
    ({ least, most, begins }) => length >= least && length <= most && begins.test(digits),
  );
  return fits && isLuhn(digits);
}
