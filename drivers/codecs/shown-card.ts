/**
 * What a technician may see of a card number: all of it where the network itself published it for tests, else its first
 * six and last four digits.
 */
import { maskPan } from '../../domain/basics/mask.ts';

/**
 * Numbers that networks and processors publish for tests, and those that the manuals and standards of our vectors
 * print. None of them is anybody's account.
 */
const testCards: ReadonlySet<string> = new Set([
  // X9.24-1 Annex A.4.
  '4012345678909',
  // Visa.
  '4111111111111111',
  '4012888888881881',
  '4222222222222',
  '4761739001010119',
  '4761739001010010',
  '4000000000000002',
  '4005550000000019',
  '4242424242424242',
  // Mastercard.
  '5555555555554444',
  '5105105105105100',
  '5454545454545454',
  '5200828282828210',
  '5500000000000004',
  '5555555551234567',
  '2223003122003222',
  '5413330089010434',
  // American Express.
  '378282246310005',
  '371449635398431',
  // Discover, Diners Club.
  '6011111111111117',
  '6011000990139424',
  '30569309025904',
  '38520000023237',
  // JCB.
  '3530111333300000',
  '3566002020360505',
  // UnionPay.
  '6200000000000005',
  '6200000000000013',
  '6200000000000047',
  '6225000000000014',
  '6250941006528599',
  // Manuals: MagTek 99875475, ID TECH 80096504, a read card of EVerest/zvt.
  '5452300551227189',
  '5163499080020445',
  '4266841088889999',
  '6725904411001000',
]);

export const isTestCard = (pan: string): boolean => testCards.has(pan);

/** Any run of digits that may be a card number; too short for one, it is hidden whole. */
export function shownPan(pan: string): string {
  if (isTestCard(pan)) return pan;
  return /^\d{12,19}$/.test(pan) ? maskPan(pan) : '*'.repeat(pan.length);
}

/**
 * A track as it may be shown: the card number masked, its separators, name and expiry kept, every other letter and
 * digit a `*`. Test cards are masked too.
 */
export function maskedTrack(text: string): string {
  return withNumber(text, (number) =>
    number.length < 12
      ? '*'.repeat(number.length)
      : number.slice(0, 6) + '*'.repeat(number.length - 10) + number.slice(-4),
  );
}

/**
 * What a reader has masked by itself, as the reader masked it; anything it did not mask as by `maskedTrack`. Readers
 * show four digits at each end and fill with zeros, one of them changed so that Luhn holds, or with asterisks (MagTek
 * 99875475, properties 07 ISO Track Mask; ID TECH 80096504, MaskCharID).
 */
export function readersMask(text: string): string {
  const number = trackParts.exec(text)?.[2] ?? '';
  const masked = number.length >= 12 && /^(?:0*\d?0*|\d{0,2}\*+)$/.test(number.slice(4, -4));
  return masked ? withNumber(text, () => number) : maskedTrack(text);
}

/** Sentinel and format code, number, the rest. */
const trackParts = /^([%;+#!@&]?\*?[A-Z]?)([\d*]+)(.*)$/s;

function withNumber(text: string, mask: (number: string) => string): string {
  const match = trackParts.exec(text);
  if (!match) return text.replace(/[A-Za-z0-9]/g, '*');
  const [, start = '', number = '', rest = ''] = match;
  const [, fields = '', expiry = '', more = ''] = /^(\^[^^]*\^|=)?(\d{4})?(.*)$/s.exec(rest) ?? [];
  return start + mask(number) + fields + expiry + more.replace(/[1-9A-Za-z]/g, '*');
}
