/** Weights as a scale tells them: exact decimal values, never floating point. */
import { z } from 'zod';

export const weightUnits = [
  'mg',
  'g',
  'kg',
  'carat',
  'tael',
  'grain',
  'pennyweight',
  't',
  'short-ton',
  'troy-ounce',
  'oz',
  'lb',
] as const;

/** `value × 10^exponent unit`, as the device sent it: 12.3 oz is `{ value: 123, exponent: -1, unit: 'oz' }`. */
export const weightSchema = z.object({
  value: z.int(),
  exponent: z.int().min(-12).max(12),
  unit: z.enum(weightUnits),
});
export type Weight = z.infer<typeof weightSchema>;

/** `12.3 oz`: the exact decimal value, with as many places as the device told. */
export function formatWeight({ value, exponent, unit }: Weight): string {
  const digits = String(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  if (exponent >= 0) return `${sign}${value === 0 ? '0' : digits + '0'.repeat(exponent)} ${unit}`;
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)} ${unit}`;
}

/** Powers of ten between a unit and the gram; units of other systems are not sold by here. */
const gramExponents: Partial<Record<Weight['unit'], number>> = { mg: -3, g: 0, kg: 3, t: 6 };

/**
 * Whole grams, as a till sells by: a thousandth of a kilogram. Null for a unit that is not metric, and for a weight
 * that is no whole number of grams or more than a number holds exactly: what would have to be rounded is not sold by.
 */
export function wholeGrams({ value, exponent, unit }: Weight): number | null {
  const unitExponent = gramExponents[unit];
  if (unitExponent === undefined) return null;
  const shift = exponent + unitExponent;
  const power = 10 ** Math.abs(shift);
  if (!Number.isSafeInteger(power) || (shift < 0 && value % power !== 0)) return null;
  const grams = shift >= 0 ? value * power : value / power;
  return Number.isSafeInteger(grams) ? grams : null;
}
