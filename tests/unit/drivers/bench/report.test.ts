/** The report to hand over: what it says, and that it becomes a PDF with Chinese in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verdictOf } from '../../../../drivers/bench/report.ts';
import { plainFont } from '../../../../drivers/bench/woff.ts';
import { makeReport, renderReport } from '../../../../drivers/index.ts';
import { reportFont, root } from '../../../../tools/paths.ts';
import { reportInput } from '../../../helpers/report.ts';

const font = readFileSync(join(root, reportFont));
const input = reportInput('en');

test('the newest result of each test makes the verdict', () => {
  const [soak, health, badKcv, goodKcv] = input.results;
  if (!soak || !health || !badKcv || !goodKcv) throw new Error('four results');
  expect(verdictOf([])).toBe('untested');
  expect(verdictOf([health, goodKcv, badKcv])).toBe('passed');
  expect(verdictOf([soak, health])).toBe('failed');
  expect(verdictOf([health, { ...goodKcv, outcome: 'stopped' }])).toBe('needs-look');
});

test('results stand in the order of time, the soak as a plot, only the end of the trace', () => {
  const { parts } = makeReport(input);
  const table = parts.find((part) => part.kind === 'table');
  expect(table?.rows.map(([, test]) => test)).toEqual(['health-internal', 'kcv', 'kcv', 'soak']);
  expect(table?.rows[0]?.[0]).toBe('2026-11-22 16:39:51');
  expect(parts.find((part) => part.kind === 'plot')?.values).toEqual([3, null, 4, 5]);
  const trace = parts.find((part) => part.kind === 'lines');
  expect(trace?.lines).toHaveLength(30);
  expect(trace?.lines.at(-1)).toContain('0F 31 31 0E 49');
  expect(parts.at(-1)).toMatchObject({
    kind: 'signatures',
    labels: ['Handed over by', 'Taken over by'],
  });
});

test.each(['en', 'zh-CN'] as const)(
  'in %s it becomes a PDF with its font inside',
  async (locale) => {
    const report = makeReport(reportInput(locale));
    const pdf = await renderReport(report, { font, madeAt: input.madeAt });
    const text = pdf.toString('latin1');
    expect(text.startsWith('%PDF-')).toBe(true);
    expect(text.trimEnd().endsWith('%%EOF')).toBe(true);
    expect(text).toContain('/FontFile2');
    expect(text).not.toContain('/BaseFont /Helvetica');
  },
);

test('a font that is none is refused', () => {
  expect(() =>
    plainFont(Buffer.from('wOF2 and nothing more of it, but long enough to look')),
  ).toThrow();
  expect(() => plainFont(Buffer.alloc(3))).toThrow();
  // The plain font of a WOFF begins with TrueType's version.
  expect(plainFont(font).readUInt32BE(0)).toBe(0x00010000);
});
