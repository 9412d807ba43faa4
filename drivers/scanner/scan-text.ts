/** What scanners of every protocol share: bytes as text, AIM identifiers, and codes that are payment cards. Pure. */
import iconv from 'iconv-lite';
import { z } from 'zod';
import { maskPaymentCode } from '../../domain/basics/payment-code.ts';
import { readCode } from '../../domain/goods/code.ts';
import { looksLikeBadge } from '../../domain/people/badge.ts';
import type { Scan } from './port.ts';

/** How a scanner writes what is not ASCII. `utf-8` falls back to one byte a character where it is none. */
export const charsetSchema = z.enum(['utf-8', 'gb18030', 'latin1']).default('utf-8');
export type Charset = z.infer<typeof charsetSchema>;

/** The largest QR code holds 2,953 bytes; a scanner may spell some of them out. */
export const codeBytesMax = 4_400;

export function decodeText(bytes: Uint8Array, charset: Charset): string {
  const buffer = Buffer.from(bytes);
  if (charset !== 'utf-8') return iconv.decode(buffer, charset);
  const text = buffer.toString('utf8');
  return text.includes('�') ? buffer.toString('latin1') : text;
}

/** A code with the identifier before it, as a scanner that tells it types it, and as domain's readCode reads it. */
export const wholeScan = ({ text, symbology }: Scan): string => `${symbology ?? ''}${text}`;

/** ISO/IEC 15424: `]`, a letter for the code, a figure or letter for its options. */
export const isAimIdentifier = (text: string): boolean => /^\][A-Za-z][0-9A-Za-z]$/.test(text);

/**
 * Whether a code must be forgotten: a card number on a sheet of paper, or a reader's track sent through a scanner. What may
 * be a customer's payment code as well is not: the till that waits for one knows.
 */
export function looksLikeCard(scan: Scan): boolean {
  if (/%B\d{8,19}\^|;\d{8,19}=/.test(scan.text)) return true;
  return readCode(wholeScan(scan)).kind === 'payment-card' && !looksLikePaymentCode(scan);
}

/** Whether it may be what a customer's phone shows to pay with. */
export function looksLikePaymentCode(scan: Scan): boolean {
  return readCode(wholeScan(scan), 'wallet').kind === 'payment-code';
}

/** Whether a code belongs in no trace: what pays, or a badge, which opens the till for whoever reads it there. */
export function isSecret(scan: Scan): boolean {
  return looksLikeBadge(scan.text) || looksLikeCard(scan) || looksLikePaymentCode(scan);
}

const shownMax = 80;

/** A code as a technician sees it, in a check or a test: of a badge only that it is one, of what pays its end. */
export function shownCode(scan: Scan): string {
  if (looksLikeBadge(scan.text)) return 'RC1:…';
  return looksLikePaymentCode(scan)
    ? maskPaymentCode(scan.text.trim())
    : scan.text.slice(0, shownMax);
}
