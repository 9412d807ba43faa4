/** Each `buy + free` pieces of one item cost as much as `buy`. */
import { z } from 'zod';
import { cheapest, piecesOf } from './pieces.ts';
import { offEach, type Rule } from './rule.ts';

const schema = z.object({
  kind: z.literal('buy-get'),
  buy: z.int().positive(),
  free: z.int().positive(),
});

export const buyGet: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  // The cheapest are free, should the price of the item have changed between two scans.
  off: (lines, { buy, free }) => {
    const sets = Math.floor(piecesOf(lines) / (buy + free));
    const taken = cheapest(lines, sets * free);
    return offEach(lines.map(({ priceMinor }, index) => priceMinor * (taken[index] ?? 0)));
  },
};
