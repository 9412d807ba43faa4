/** Card numbers for people: first six, last four, nothing between (PCI DSS 3.4.1). */

/** `6200000000000013` → `620000******0013`. Throws on anything that is not 12–19 digits. */
export function maskPan(pan: string): string {
  if (!/^\d{12,19}$/.test(pan)) throw new RangeError('not a card number');
  return pan.slice(0, 6) + '*'.repeat(pan.length - 10) + pan.slice(-4);
}

/** Whether a text is a masked card number and holds no more than first six and last four. */
export function isMaskedPan(text: string): boolean {
  return /^\d{6}\*{2,9}\d{4}$/.test(text);
}
