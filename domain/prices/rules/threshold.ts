/** So much off the basket once what it is for comes to so much (满减); `each`: again for each time. */
import { z } from 'zod';
import type { Rule } from './rule.ts';

const schema = z.object({
  kind: z.literal('threshold'),
  fromMinor: z.int().positive(),
  offMinor: z.int().positive(),
  each: z.boolean(),
  /** What the promotion names does not count; otherwise only that does. */
  allBut: z.boolean(),
});

export const threshold: Rule<z.infer<typeof schema>> = {
  scope: 'basket',
  schema,
  off: (lines, { fromMinor, offMinor, each }) => {
    const by = lines.map(({ totalMinor }) => totalMinor);
    const sumMinor = by.reduce((sum, minor) => sum + minor, 0);
    const times = each ? Math.floor(sumMinor / fromMinor) : Number(sumMinor >= fromMinor);
    return { minor: Math.min(sumMinor, times * offMinor), by };
  },
};
