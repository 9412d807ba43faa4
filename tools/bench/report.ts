/** A run of the benchmarks as it is kept: what was measured, on which machine, how busy it was. */
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import { electronCommand } from '../electron/index.ts';
import { type Figure, ratio, table } from './figures.ts';

export type BenchRun = Readonly<{
  /** ISO 8601, UTC. */
  date: string;
  quick: boolean;
  machine: Machine;
  /** Average number of processes that wanted a processor during the minute before the run and before its end. */
  load: Readonly<{ before: number; after: number }>;
  figures: readonly (Figure & Readonly<{ name: string; ratio: number }>)[];
}>;

type Machine = Readonly<{
  processor: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  electron: string;
}>;

export type NamedFigure = Readonly<{ name: string; figure: Figure }>;

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

export function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(2));
}

export function withRatio({ name, figure }: NamedFigure): BenchRun['figures'][number] {
  return { name, ...figure, ratio: Number(ratio(figure).toFixed(3)) };
}

/** The same for people who read the repository. */
export function markdown(run: BenchRun): string {
  const { machine, load } = run;
  return `# Benchmarks

Written by \`npm run bench\`; do not edit. Each figure stands beside its floor: what the same machine can do at best,
measured in turn with it in the same run. The ratio is what can be compared: 1 is the floor itself.

| what | p50 | p99 | runs | floor | p50 | ratio |
| --- | ---: | ---: | ---: | --- | ---: | ---: |
${run.figures.map(markdownRow).join('\n')}

${run.date}${run.quick ? ', quick run' : ''} · ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB ·
${machine.system} · Node ${machine.node} · Electron ${machine.electron} · load average ${load.before} before,
${load.after} after. On a busy machine everything is slower, and the figure with more processes loses more than its
floor.
`;
}

function markdownRow(figure: BenchRun['figures'][number]): string {
  const { what, unit, value, floor } = figure;
  const text = (amount: number): string =>
    `${amount.toFixed(amount >= 100 ? 0 : 2)} ${unit === 'ms' ? 'ms' : '/s'}`;
  const ours = [what, text(value.p50), text(value.p99), value.runs];
  return `| ${[...ours, floor.what, text(floor.value.p50), `${figure.ratio.toFixed(2)} ×`].join(' | ')} |`;
}

export function screen(run: BenchRun): string {
  const { load, figures } = run;
  return `${table(figures)}\nload average ${load.before} before, ${load.after} after`;
}
