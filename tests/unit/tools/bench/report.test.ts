import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figuresIn, type Machine } from '../../../../tools/bench/report.ts';
import { root } from '../../../../tools/paths.ts';
import { temporaryDirectory } from '../../../helpers/temporary.ts';

const kept = JSON.parse(readFileSync(join(root, 'docs/bench.json'), 'utf8')) as {
  machine: Machine;
  figures: Record<string, unknown>[];
};

function fileOf(report: unknown): string {
  const file = join(temporaryDirectory('bench'), 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return file;
}

describe('figures measured before', () => {
  test('are all taken over on the same machine, and none on another', () => {
    expect(kept.figures.length).toBeGreaterThan(5);
    expect(figuresIn(fileOf(kept), kept.machine)).toEqual(kept.figures);
    expect(figuresIn(fileOf(kept), { ...kept.machine, cores: 64 })).toEqual([]);
  });

  test('that an older program wrote otherwise are left out, and the others stay', () => {
    const [first, ...others] = kept.figures;
    const { load: _load, ...old } = first ?? {};
    expect(figuresIn(fileOf({ ...kept, figures: [old, ...others] }), kept.machine)).toEqual(others);
  });
});
