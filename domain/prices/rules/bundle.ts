/** `quantity` pieces for `priceMinor` together: of one item, or of all it is for, mixed. */
import { z } from 'zod';
import { byPrice, piecesIn, piecesOf } from './pieces.ts';
import type { Off, Offered, Rule } from './rule.ts';

const bundleSchema = z.object({
  kind: z.literal('bundle'),
  quantity: z.int().min(2),
  priceMinor: z.int().nonnegative(),
});
const mixSchema = bundleSchema.extend({ kind: z.literal('mix') });

type Said = Readonly<{ quantity: number; priceMinor: number }>;

export const bundle: Rule<z.infer<typeof bundleSchema>> = {
  scope: 'item',
  schema: bundleSchema,
  off: together,
};

export const mix: Rule<z.infer<typeof mixSchema>> = {
  scope: 'items',
  schema: mixSchema,
  off: together,
};

type Pile = { readonly index: number; readonly priceMinor: number; left: number };

/** The dearest go into bundles, as long as another bundle costs less than what is in it: nobody is made to buy one. */
function together(lines: readonly Offered[], { quantity, priceMinor }: Said): Off {
  const dearest = byPrice(lines)
    .toReversed()
    .map(({ line, index }) => ({ index, priceMinor: line.priceMinor, left: piecesIn(line) }));
  const by = lines.map(() => 0);
  let sumMinor = 0;
  for (let sets = Math.floor(piecesOf(lines) / quantity); sets > 0; sets -= 1) {
    const taken = takeFrom(dearest, quantity);
    const off = taken.reduce((sum, { minor }) => sum + minor, 0) - priceMinor;
    if (off <= 0) break;
    sumMinor += off;
    for (const { index, minor } of taken) by[index] = (by[index] ?? 0) + minor;
  }
  return { minor: sumMinor, by };
}

/** What the next `pieces` cost, by line. */
function takeFrom(piles: Pile[], pieces: number): { index: number; minor: number }[] {
  const taken = [];
  let left = pieces;
  for (let pile = piles[0]; pile && left > 0; pile = piles[0]) {
    const some = Math.min(left, pile.left);
    taken.push({ index: pile.index, minor: pile.priceMinor * some });
    pile.left -= some;
    left -= some;
    if (pile.left === 0) piles.shift();
  }
  return taken;
}
