/** So much off the price of each unit, never more than it costs. */
import { z } from 'zod';
import { extend } from '../../basics/quantity.ts';
import { grossMinor } from '../line.ts';
import { offEach, type Rule } from './rule.ts';

const schema = z.object({ kind: z.literal('amount-off'), offMinor: z.int().positive() });

export const amountOff: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  off: (lines, { offMinor }) =>
    offEach(
      lines.map((line) =>
        Math.min(grossMinor(line), extend(Math.min(offMinor, line.priceMinor), line.quantity)),
      ),
    ),
};
