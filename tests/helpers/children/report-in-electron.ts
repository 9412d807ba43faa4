/** A report in both languages, made by the Node inside Electron; prints how each PDF begins and how large it is. */
import { readFileSync } from 'node:fs';
import { makeReport, renderReport } from '../../../drivers/index.ts';
import { reportInput } from '../report.ts';

const [, , fontFile = ''] = process.argv;
const font = readFileSync(fontFile);

async function main(): Promise<void> {
  const made: Record<string, Readonly<{ begins: string; bytes: number }>> = {};
  for (const locale of ['en', 'zh-CN'] as const) {
    const input = reportInput(locale);
    const pdf = await renderReport(makeReport(input), { font, madeAt: input.madeAt });
    made[locale] = { begins: pdf.subarray(0, 5).toString('latin1'), bytes: pdf.length };
  }
  process.stdout.write(JSON.stringify(made));
}

void main();
