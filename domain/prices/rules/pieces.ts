/** Goods by the piece, as rules count them: what is weighed is none. */
import { one } from '../../basics/quantity.ts';
import { isCounted } from '../../basics/unit.ts';
import type { Offered } from './rule.ts';

export function piecesIn({ unit, quantity }: Offered): number {
  return isCounted(unit) ? quantity / one : 0;
}

export function piecesOf(lines: readonly Offered[]): number {
  return lines.reduce((sum, line) => sum + piecesIn(line), 0);
}

/** How many of `pieces` come from each line when the cheapest are taken first, of the same price the earlier's. */
export function cheapest(lines: readonly Offered[], pieces: number): number[] {
  const taken = lines.map(() => 0);
  let left = pieces;
  for (const { line, index } of byPrice(lines)) {
    const some = Math.min(left, piecesIn(line));
    taken[index] = some;
    left -= some;
  }
  return taken;
}

/** The lines with their places, the cheapest piece first; a sort leaves equals in their order. */
export function byPrice(lines: readonly Offered[]): Readonly<{ line: Offered; index: number }>[] {
  return lines
    .map((line, index) => ({ line, index }))
    .sort((a, b) => a.line.priceMinor - b.line.priceMinor);
}
