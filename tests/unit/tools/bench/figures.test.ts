import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Figure, ratio, spreadOf, table, timeEach } from '../../../../tools/bench/figures.ts';
import { root } from '../../../../tools/paths.ts';

const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

describe('a spread', () => {
  it('has the percentiles by nearest rank, whatever the order of the samples', () => {
    const spread = { p50: 50, p99: 99, min: 1, max: 100, runs: 100 };
    expect(spreadOf(hundred)).toEqual(spread);
    expect(spreadOf(hundred.toReversed())).toEqual(spread);
    expect(spreadOf([7])).toEqual({ p50: 7, p99: 7, min: 7, max: 7, runs: 1 });
  });

  it('counts a rate from the best down, so that its p99 is what 99 in 100 reached', () => {
    const spread = { p50: 51, p99: 2, min: 1, max: 100, runs: 100 };
    expect(spreadOf(hundred, 'per second')).toEqual(spread);
  });

  it('lies between its smallest and its largest sample', () => {
    const samples = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(samples, (values) => {
        const { p50, p99, min, max, runs } = spreadOf(values);
        expect([min, max, runs]).toEqual([Math.min(...values), Math.max(...values), values.length]);
        expect(min <= p50 && p50 <= p99 && p99 <= max).toBe(true);
        expect(values).toContain(p50);
      }),
    );
  });

  it('of nothing is a mistake', () => {
    expect(() => spreadOf([])).toThrow('no samples');
  });
});

describe('a ratio', () => {
  const figure = (unit: Figure['unit'], value: number, floor: number): Figure => ({
    what: 'a sale',
    unit,
    value: spreadOf([value], unit),
    floor: { what: 'a write', value: spreadOf([floor], unit) },
  });

  it('is above 1 for what is worse than its floor, a time or a rate', () => {
    expect(ratio(figure('ms', 3, 2))).toBe(1.5);
    expect(ratio(figure('per second', 200, 300))).toBe(1.5);
    expect(ratio(figure('ms', 2, 2))).toBe(1);
  });

  it('stands in the table at the end of its figure, with the floor on the next line', () => {
    const lines = table([figure('ms', 3, 2), figure('per second', 200, 300)]).split('\n');
    expect(lines).toHaveLength(5);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    expect(lines[0]?.trim()).toMatch(/^p50 +p99 +min–max +runs +ratio$/);
    expect(lines[1]).toMatch(/^a sale +3\.00 ms +3\.00 +3\.00–3\.00 +1 +1\.50 ×$/);
    expect(lines[2]).toMatch(/^ {2}floor: a write +2\.00 ms +2\.00 +2\.00–2\.00 +1 +$/);
    expect(lines[3]).toMatch(/^a sale +200 \/s +200 +200–200 +1 +1\.50 ×$/);
  });
});

describe('timing', () => {
  it('runs what it times as often as asked and counts no warm-up', async () => {
    let runs = 0;
    const samples = await timeEach(5, 3, () => {
      runs += 1;
    });
    expect(runs).toBe(8);
    expect(samples).toHaveLength(5);
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(0);
  });
});

describe('npm run bench', () => {
  const bench = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(root, 'tools/bench/index.ts'), ...args], {
      cwd: root,
      encoding: 'utf8',
    });

  it('refuses a benchmark it does not know, names those there are, and measures nothing', () => {
    const { status, stdout, stderr } = bench('--quick', 'pad', 'speed');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(
      /^rollcall: No such benchmark: speed\. There are: start, scan, sale-commit, pad, .*push, .*pull\.\n$/,
    );
  });

  it('refuses to write its results where no JSON is expected', () => {
    const { status, stderr } = bench('--quick', 'pad', '--out', 'docs/bench.md');
    expect(status).toBe(2);
    expect(stderr).toContain('ends with .json');
  });
});
