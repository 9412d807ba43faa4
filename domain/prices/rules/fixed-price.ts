/** Each unit for this price, where it would cost more. */
import { z } from 'zod';
import { extend } from '../../basics/quantity.ts';
import { grossMinor } from '../line.ts';
import { offEach, type Rule } from './rule.ts';

const schema = z.object({ kind: z.literal('fixed-price'), priceMinor: z.int().nonnegative() });

export const fixedPrice: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  off: (lines, { priceMinor }) =>
    offEach(lines.map((line) => Math.max(0, grossMinor(line) - extend(priceMinor, line.quantity)))),
};
