/** Amounts as people type them. */
import { amountMinorMax, formatMinor } from '../../domain/basics/money.ts';

/** `12.5` → `1250`; null where it is no amount, or none that a till takes. */
export function parseAmount(text: string, fractionDigits: number): number | null {
  const [, whole = '', fraction = ''] = /^(\d{1,10})(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole === '' || fraction.length > fractionDigits) return null;
  const minor = Number(whole + fraction.padEnd(fractionDigits, '0'));
  return minor <= amountMinorMax ? minor : null;
}

/** As parseAmount reads it. */
export function amountText(minor: number, fractionDigits: number): string {
  return formatMinor(minor, fractionDigits);
}
