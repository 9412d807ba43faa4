/** How an amount is spread over lines, so that each knows what was really paid for it. */
import { allocate } from '../basics/money.ts';
import type { PricedLine } from './line.ts';

/**
 * `minor` over `lines` in proportion to `by`, to the last minor unit: over items first, in the order of their numbers, and
 * then over the lines of each. However pieces are spread over lines, an item has the same share.
 */
export function shareOut(
  minor: number,
  lines: readonly Pick<PricedLine, 'sku'>[],
  by: readonly number[],
): number[] {
  const shares = lines.map(() => 0);
  if (minor === 0) return shares;
  const items = new Map<string, number[]>();
  for (const [index, { sku }] of lines.entries()) {
    const places = items.get(sku);
    if (places) places.push(index);
    else items.set(sku, [index]);
  }
  const groups = [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, places]) => places);
  const weights = groups.map((places) => sumAt(by, places));
  allocate(minor, weights).forEach((share, at) => {
    const places = groups[at] ?? [];
    if (share === 0) return;
    const own = allocate(
      share,
      places.map((place) => by[place] ?? 0),
    );
    places.forEach((place, index) => {
      shares[place] = own[index] ?? 0;
    });
  });
  return shares;
}

const sumAt = (numbers: readonly number[], places: readonly number[]): number =>
  places.reduce((sum, place) => sum + (numbers[place] ?? 0), 0);
