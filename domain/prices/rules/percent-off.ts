/** So much off the price of each. */
import { z } from 'zod';
import { multiplyRounded } from '../../basics/money.ts';
import { isCounted } from '../../basics/unit.ts';
import { grossMinor } from '../line.ts';
import { piecesIn } from './pieces.ts';
import { type Offered, offEach, type Rule } from './rule.ts';

const schema = z.object({
  kind: z.literal('percent-off'),
  basisPoints: z.int().min(1).max(10_000),
});

/** Off the price of each piece, so that each costs the same in any number; off the whole of what was measured. */
export function percentOf(line: Offered, basisPoints: number): number {
  if (!isCounted(line.unit)) return multiplyRounded(grossMinor(line), basisPoints, 10_000);
  return multiplyRounded(line.priceMinor, basisPoints, 10_000) * piecesIn(line);
}

export const percentOff: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  off: (lines, { basisPoints }) => offEach(lines.map((line) => percentOf(line, basisPoints))),
};
