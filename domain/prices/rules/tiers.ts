/** The more of one item, the cheaper each: of the tiers that are reached the highest counts for all of it. */
import { z } from 'zod';
import { percentOf } from './percent-off.ts';
import { offEach, type Rule } from './rule.ts';

/** More steps than anybody reads on a shelf. */
export const tiersMax = 5;

type Steps = readonly Readonly<{ from: number; basisPoints: number }>[];

const schema = z.object({
  kind: z.literal('tiers'),
  /** From so many thousandths of a unit on so much off; rising in both. */
  tiers: z
    .array(z.object({ from: z.int().positive(), basisPoints: z.int().min(1).max(10_000) }))
    .min(1)
    .max(tiersMax)
    .refine(isRising, 'rising in both, one a quantity'),
});

export const tiers: Rule<z.infer<typeof schema>> = {
  scope: 'item',
  schema,
  off: (lines, said) => {
    const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
    const reached = said.tiers.findLast(({ from }) => from <= quantity);
    return offEach(lines.map((line) => (reached ? percentOf(line, reached.basisPoints) : 0)));
  },
};

function isRising(steps: Steps): boolean {
  return steps.every((step, index) => {
    const before = steps[index - 1];
    return !before || (before.from < step.from && before.basisPoints < step.basisPoints);
  });
}
