/** `devices -- report RECORD.json OUT.pdf`: what `check` and `soak` have kept, on paper. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { verdictOf } from '../../drivers/bench/report.ts';
import { makeReport, renderReport } from '../../drivers/index.ts';
import { reportFont, root } from '../paths.ts';
import { answer, type Command, exit, type Given, textOf, Usage } from './command.ts';
import { readRecord } from './record.ts';
import { sentencesIn } from './sentences.ts';

export const report: Command = {
  usage: 'RECORD.json OUT.pdf [--lang en|zh-CN] [--json]',
  help: 'help.report',
  positionals: [2, 2],
  options: {
    shop: { type: 'string' },
    technician: { type: 'string' },
    place: { type: 'string' },
    seals: { type: 'string' },
    zone: { type: 'string' },
  },
  run: runReport,
};

async function runReport(given: Given): Promise<number> {
  const [from = '', to = ''] = given.positionals.map((file) => resolve(given.io.folder, file));
  const { device, identity, results, statistics, trace } = readRecord(from);
  const madeAt = Date.now();
  const document = makeReport({
    locale: given.lang,
    zone: zoneOf(given),
    madeAt,
    shop: textOf(given, 'shop'),
    technician: textOf(given, 'technician'),
    place: textOf(given, 'place'),
    seals: textOf(given, 'seals')?.split(',') ?? [],
    device,
    identity,
    registered: undefined,
    results,
    statistics,
    trace,
    sentence: sentencesIn(given.lang),
  });
  const pdf = await renderReport(document, { font: readFileSync(join(root, reportFont)), madeAt });
  try {
    writeFileSync(to, pdf);
  } catch (thrown) {
    throw new Usage(
      `${to} cannot be written: ${thrown instanceof Error ? thrown.message : thrown}`,
    );
  }
  const verdict = verdictOf(results);
  answer(given, { ok: verdict === 'passed', verdict, results: results.length, pdf: to }, [
    `${verdict}: ${results.length} results, ${to}`,
  ]);
  return verdict === 'passed' ? exit.good : exit.bad;
}

function zoneOf(given: Given): string {
  const zone = textOf(given, 'zone') ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    throw new Usage(`There is no time zone "${zone}".`);
  }
}
