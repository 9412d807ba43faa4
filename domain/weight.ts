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
