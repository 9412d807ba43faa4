/** What a benchmark says: a figure, its floor from the same run, and the ratio of the two. */

export type Figure = Readonly<{
  /** What was measured, for people. */
  what: string;
  unit: 'ms' | 'per second';
  value: Spread;
  /** The least (or the most, per second) this machine can do at all, measured in turn with the figure. */
  floor: Readonly<{ what: string; value: Spread }>;
}>;

export type Spread = Readonly<{ p50: number; p99: number; min: number; max: number; runs: number }>;

/**
 * Percentiles of `samples` by nearest rank, from the best to the worst: of a rate, 99 in 100 were at least `p99`.
 * Throws when there is none.
 */
export function spreadOf(samples: readonly number[], unit: Figure['unit'] = 'ms'): Spread {
  const better = unit === 'ms' ? 1 : -1;
  const sorted = [...samples].sort((a, b) => better * (a - b));
  const at = (share: number): number => {
    const value = sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new Error('no samples');
    return value;
  };
  const [min, max] = [Math.min(...sorted), Math.max(...sorted)];
  return { p50: at(0.5), p99: at(0.99), min, max, runs: sorted.length };
}

/** Above 1 the figure is worse than its floor, whichever way the unit runs. */
export function ratio(figure: Figure): number {
  const { value, floor, unit } = figure;
  return unit === 'ms' ? value.p50 / floor.value.p50 : floor.value.p50 / value.p50;
}

/** A plain table, one figure a row, its floor below it. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.flatMap((figure) => [
    [figure.what, ...cells(figure.value, figure.unit), `${ratio(figure).toFixed(2)} ×`],
    [`  floor: ${figure.floor.what}`, ...cells(figure.floor.value, figure.unit), ''],
  ]);
  const all = [['', 'p50', 'p99', 'min–max', 'runs', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  return all
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

function cells(value: Spread, unit: Figure['unit']): string[] {
  const digits = value.p50 >= 100 ? 0 : value.p50 >= 1 ? 2 : 3;
  const text = (amount: number): string => amount.toFixed(digits);
  return [
    `${text(value.p50)} ${unit === 'ms' ? 'ms' : '/s'}`,
    text(value.p99),
    `${text(value.min)}–${text(value.max)}`,
    String(value.runs),
  ];
}

/** Times `run` `count` times after `warmup` runs that are not counted; milliseconds. */
export async function timeEach(
  count: number,
  warmup: number,
  run: () => void | Promise<void>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let index = -warmup; index < count; index += 1) {
    const begun = performance.now();
    await run();
    if (index >= 0) samples.push(performance.now() - begun);
  }
  return samples;
}
