/** Every second or other piece of one item is cheaper: the second at half. */
import { z } from 'zod';
import { multiplyRounded } from '../../basics/money.ts';
import { cheapest, piecesOf } from './pieces.ts';
import { offEach, type Rule } from './rule.ts';

const schema = z.object({
  kind: z.literal('nth-off'),
  nth: z.int().min(2).max(100),
  basisPoints: z.int().min(1).max(10_000),
});

export const nthOff: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  off: (lines, { nth, basisPoints }) => {
    const taken = cheapest(lines, Math.floor(piecesOf(lines) / nth));
    return offEach(
      lines.map(
        ({ priceMinor }, index) =>
          multiplyRounded(priceMinor, basisPoints, 10_000) * (taken[index] ?? 0),
      ),
    );
  },
};
