/** What a promotion rule is: a schema, and what it takes off lines. One file here each, one row of ../promotion-rules.ts. */
import type { z } from 'zod';
import type { PricedLine } from '../line.ts';

/** A line as rules see it. `totalMinor`: what is left of it so far. */
export type Offered = Pick<
  PricedLine,
  'unit' | 'quantity' | 'priceMinor' | 'labelMinor' | 'totalMinor'
>;

export type Rule<Said> = Readonly<{
  /**
   * What is looked at together: the lines of one item, of all items a promotion is for, or the basket once everything
   * else is off.
   */
  scope: 'item' | 'items' | 'basket';
  schema: z.ZodType<Said>;
  /** In sum the same however pieces are spread over lines, and in whatever order they were scanned. */
  off(lines: readonly Offered[], said: Said): Off;
}>;

/** What is taken off in sum, and how it is spread: in proportion to `by`, of each line in their order. */
export type Off = Readonly<{ minor: number; by: readonly number[] }>;

/** So much off each line. */
export function offEach(by: readonly number[]): Off {
  return { minor: by.reduce((sum, minor) => sum + minor, 0), by };
}
