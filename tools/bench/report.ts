/** The benchmarks as they are kept: what was measured, when, on which machine, and how busy that was. */
import { existsSync, readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { electronCommand } from '../electron/index.ts';
import { type Figure, ratio, table } from './figures.ts';

export type BenchReport = Readonly<{ machine: Machine; figures: readonly KeptFigure[] }>;

export type KeptFigure = Figure &
  Readonly<{
    name: string;
    /** ISO 8601, UTC. */
    date: string;
    quick: boolean;
    ratio: number;
    /** How many processes wanted a processor, averaged over the minute before the figure and before its end. */
    load: Readonly<{ before: number; after: number }>;
  }>;

export type Machine = Readonly<{
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  electron: string;
}>;

export async function describeMachine(): Promise<Machine> {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    electron: (await electronCommand()).version,
  };
}

function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}

/** Measures, and notes when and how busy the machine was. */
export async function keep(
  name: string,
  quick: boolean,
  measure: () => Promise<Figure>,
): Promise<KeptFigure> {
  const before = loadNow();
  const figure = await measure();
  const load = { before, after: loadNow() };
  const date = new Date().toISOString();
  return { name, date, quick, ...figure, ratio: Number(ratio(figure).toFixed(3)), load };
}

const distribution = z.object({
  p50: z.number(),
  p99: z.number(),
  min: z.number(),
  max: z.number(),
  runs: z.int(),
});
const keptFigureSchema = z.object({
  name: z.string(),
  date: z.string(),
  quick: z.boolean(),
  what: z.string(),
  unit: z.enum(['ms', 'per second']),
  value: distribution,
  floor: z.object({ what: z.string(), value: distribution }),
  ratio: z.number(),
  load: z.object({ before: z.number(), after: z.number() }),
});
const reportSchema = z.object({ machine: z.unknown(), figures: z.array(z.unknown()) });

/**
 * The figures in `file` that were measured on this very machine; none where there is no such file. What an older version
 * of this program wrote otherwise is measured anew.
 */
export function figuresIn(file: string, machine: Machine): readonly KeptFigure[] {
  if (!existsSync(file)) return [];
  const report = reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!report.success || !isDeepStrictEqual(report.data.machine, machine)) return [];
  return report.data.figures.flatMap((figure) => keptFigureSchema.safeParse(figure).data ?? []);
}

/** The same for people who read the repository. */
export function markdown({ machine, figures }: BenchReport): string {
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Each figure stands beside its floor: what the same machine can do at best,
measured in turn with it in the same run. The ratio is what can be compared: 1 is the floor itself. On a busy machine
everything is slower, and whatever has more processes and threads loses more than its floor; the load average of the
minute before a figure and of its last minute stand beside it.

| what | p50 | p99 | runs | floor | p50 | ratio | load |
| --- | ---: | ---: | ---: | --- | ---: | ---: | ---: |
${figures.map(markdownRow).join('\n')}

${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB · ${machine.system} · Node ${machine.node} ·
Electron ${machine.electron} · ${figures[0]?.date.slice(0, 10) ?? ''}
`;
}

function markdownRow({ what, unit, value, floor, load, ...figure }: KeptFigure): string {
  const text = (amount: number): string =>
    `${amount.toFixed(amount >= 100 ? 0 : 2)} ${unit === 'ms' ? 'ms' : '/s'}`;
  const name = figure.quick ? `${what} (quick)` : what;
  const ours = [name, text(value.p50), text(value.p99), value.runs];
  const theirs = [floor.what, text(floor.value.p50), `${figure.ratio.toFixed(2)} ×`];
  return `| ${[...ours, ...theirs, `${load.before} → ${load.after}`].join(' | ')} |`;
}

export function screen(figures: readonly KeptFigure[]): string {
  const loads = figures.map(({ name, load }) => `${name} ${load.before} → ${load.after}`);
  return `${table(figures)}\nload average: ${loads.join(', ')}`;
}
