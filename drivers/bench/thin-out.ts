/** Many measurements as few: what a plot needs. */

/**
 * At most `max` values, each for as many neighbours as all the others: null where one of them failed, else the slowest,
 * so that no failure and no outlier is lost.
 */
export function thinOut(values: readonly (number | null)[], max: number): (number | null)[] {
  const size = Math.max(1, Math.ceil(values.length / max));
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) => {
    const group = values.slice(index * size, (index + 1) * size);
    const good = group.filter((ms) => ms !== null);
    return good.length < group.length ? null : Math.max(...good);
  });
}

/** `sorted` ascending; undefined when it is empty. */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
