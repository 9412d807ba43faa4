/** docs/anomalies.md promises what tests show: every kind and every reason stands there, and in a test that brings it about. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  aloneReasons,
  anomalyKindSchema,
  doubtReasons,
} from '../../../../domain/anomalies/kinds.ts';

const tests = join(import.meta.dirname, '../../..');
const page = readFileSync(join(tests, '../docs/anomalies.md'), 'utf8');

const rows = page.split('\n').filter((line) => line.startsWith('| '));
/** Where a running watch, till or back office finds them; words and samples prove nothing. */
const sources = [
  ...['integration/server', 'integration/main'].flatMap((folder) =>
    readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      join(tests, folder, file),
    ),
  ),
  ...['anomaly-watch', 'anomaly-counts'].map((name) =>
    join(tests, `unit/domain/anomalies/${name}.test.ts`),
  ),
]
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => readFileSync(file, 'utf8'));

const isDocumented = (name: string) => rows.some((row) => row.includes(`\`${name}\``));
const isTested = (name: string) => sources.some((text) => text.includes(`'${name}'`));

describe('the page of anomalies', () => {
  it.each(anomalyKindSchema.options)('%s is on it, and a test brings it about', (kind) => {
    expect([isDocumented(kind), isTested(kind)]).toEqual([true, true]);
  });
  it.each(doubtReasons)('entry-doubted for %s is on it, and a test brings it about', (why) => {
    const shown = new RegExp(`doubted\\('${why}'|why === '${why}'`);
    expect([isDocumented(why), sources.some((text) => shown.test(text))]).toEqual([true, true]);
  });
  it.each(aloneReasons)('decided-alone for %s has a test that brings it about', (why) => {
    expect(isTested(why)).toBe(true);
  });
});
