/**
 * Money: integers in minor units of one currency (fen for CNY).
 *
 * A plain number on purpose: it must cross IPC, SQLite and JSON unchanged. A name that holds one ends in `Minor`.
 */
import { assert } from './assert.ts';

/** The largest amount we accept anywhere: DE4 of ISO 8583 has twelve digits. */
export const amountMinorMax = 999_999_999_999;

/** Throws unless `value` is a whole number of minor units within the bound. */
export function assertMinor(value: number): void {
  assert(Number.isSafeInteger(value) && Math.abs(value) <= amountMinorMax, `amount ${value}`);
}

/**
 * `amount × numerator ÷ denominator`, rounded half away from zero to a whole minor unit.
 * Exact: the product is taken as a BigInt, so no bit of it is lost. A result beyond 2⁵³ is a bug and throws.
 */
export function multiplyRounded(amount: number, numerator: number, denominator: number): number {
  assert(
    [amount, numerator, denominator].every(Number.isSafeInteger) && denominator > 0,
    `multiplyRounded(${amount}, ${numerator}, ${denominator})`,
  );
  const product = BigInt(amount) * BigInt(numerator);
  const magnitude = product < 0n ? -product : product;
  const rounded = (2n * magnitude + BigInt(denominator)) / (2n * BigInt(denominator));
  const result = Number(rounded);
  assert(Number.isSafeInteger(result), `${amount} × ${numerator} ÷ ${denominator} is too large`);
  return product < 0n && result !== 0 ? -result : result;
}

/**
 * Splits `total` in proportion to `weights` without losing or making a minor unit: largest remainder first,
 * earlier part first where remainders are equal.
 */
export function allocate(total: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  assert(
    weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0) && weightSum > 0,
    'weights are whole, not negative, and not all zero',
  );
  const sign = total < 0 ? -1 : 1;
  const magnitude = BigInt(Math.abs(total));
  const parts = weights.map((weight) => {
    const product = magnitude * BigInt(weight);
    return {
      share: product / BigInt(weightSum),
      remainder: product % BigInt(weightSum),
    };
  });
  let left = magnitude - parts.reduce((sum, part) => sum + part.share, 0n);
  // A sort leaves equals in their order.
  const byRemainder = [...parts].sort((a, b) => Number(b.remainder - a.remainder));
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.share += 1n;
    left -= 1n;
  }
  return parts.map((part) => (part.share === 0n ? 0 : sign * Number(part.share)));
}

/** `amount` to the nearest multiple of `stepMinor`, half away from zero: shops without one-fen coins. */
export function roundToStep(amount: number, stepMinor: number): number {
  return multiplyRounded(amount, 1, stepMinor) * stepMinor;
}

/** `1234` → `12.34`, with `fractionDigits` of the currency; no symbol, no grouping: for receipts and journals. */
export function formatMinor(amount: number, fractionDigits = 2): string {
  assertMinor(amount);
  const sign = amount < 0 ? '-' : '';
  const digits = String(Math.abs(amount)).padStart(fractionDigits + 1, '0');
  if (fractionDigits === 0) return sign + digits;
  return `${sign}${digits.slice(0, -fractionDigits)}.${digits.slice(-fractionDigits)}`;
}
