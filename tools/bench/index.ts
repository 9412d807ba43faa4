/**
 * The benchmarks: `npm run bench [-- --quick] [NAME …] [--out FILE.json]`; the names are below.
 *
 * Without names, all of them. Prints a table; writes everything to FILE.json and, for people, to FILE.md, where what was
 * measured before on this machine and not now stays: each figure carries its date and how busy the machine was.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../build.ts';
import { withDisplay } from '../electron/index.ts';
import { say } from '../exec.ts';
import { root } from '../paths.ts';
import { benchDetect } from './detect.ts';
import type { Figure } from './figures.ts';
import { benchFramer, type FramerName } from './framers.ts';
import { benchPad } from './pad.ts';
import { benchPull } from './pull.ts';
import { benchPushToPostgres, benchPushToSqlite } from './push.ts';
import {
  describeMachine,
  figuresIn,
  type KeptFigure,
  keep,
  type Machine,
  markdown,
  screen,
} from './report.ts';
import { benchSaleCommit } from './sale-commit.ts';
import { benchScan } from './scan.ts';
import { benchSecondSignIn, benchSignIn, benchSignInWithMuch } from './sign-in.ts';
import { benchStart } from './start.ts';

type Bench = Readonly<{
  run: (count: number) => Promise<Figure> | Figure;
  count: number;
  quickCount: number;
  needsWindow: boolean;
}>;

/** Two starts an hour apart differed by a fifth, so starts come in many interleaved pairs. */
const benches: Readonly<Record<string, Bench>> = {
  start: { run: benchStart, count: 15, quickCount: 3, needsWindow: true },
  scan: { run: benchScan, count: 200, quickCount: 30, needsWindow: true },
  'sale-commit': { run: benchSaleCommit, count: 3_000, quickCount: 500, needsWindow: false },
  pad: { run: benchPad, count: 2_000, quickCount: 300, needsWindow: false },
  detect: { run: benchDetect, count: 4, quickCount: 1, needsWindow: false },
  'framer-lrc': framer('framer-lrc'),
  'framer-crc16': framer('framer-crc16'),
  'framer-length': framer('framer-length'),
  'framer-hid': framer('framer-hid'),
  push: { run: benchPushToSqlite, count: 10_000, quickCount: 2_000, needsWindow: false },
  'push-postgres': {
    run: benchPushToPostgres,
    count: 10_000,
    quickCount: 2_000,
    needsWindow: false,
  },
  'sign-in': { run: benchSignIn, count: 30, quickCount: 5, needsWindow: false },
  'sign-in-10000': { run: benchSignInWithMuch, count: 8, quickCount: 2, needsWindow: false },
  'sign-in-second': { run: benchSecondSignIn, count: 30, quickCount: 5, needsWindow: false },
  pull: { run: benchPull, count: 15, quickCount: 3, needsWindow: false },
};

function framer(name: FramerName): Bench {
  return { run: benchFramer(name), count: 100, quickCount: 20, needsWindow: false };
}

/** Exit code: 0, or 2 where the arguments make no sense. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      out: { type: 'string', default: join(root, 'bench-results.json') },
    },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
  if (unknown.length > 0) {
    say(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
    return 2;
  }
  if (!values.out.endsWith('.json')) {
    say(`--out names a file that ends with .json, not ${values.out}.`);
    return 2;
  }
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  const measured = await measureAll(names, values.quick);
  save(values.out, await describeMachine(), measured);
  process.stdout.write(`${screen(measured)}\n`);
  return 0;
}

async function measureAll(names: readonly string[], quick: boolean): Promise<KeptFigure[]> {
  const measured: KeptFigure[] = [];
  if (names.some((name) => benches[name]?.needsWindow)) await build();
  for (const name of names) {
    const bench = benches[name];
    if (!bench) continue;
    say(`Measuring ${name} …`);
    const run = async () => bench.run(quick ? bench.quickCount : bench.count);
    measured.push(await keep(name, quick, bench.needsWindow ? () => withDisplay(run) : run));
  }
  return measured;
}

/** In the order of the benchmarks; those not measured now stay as they were, if it was this machine. */
function save(file: string, machine: Machine, measured: readonly KeptFigure[]): void {
  const known = [...measured, ...figuresIn(file, machine)];
  const figures = Object.keys(benches).flatMap(
    (name) => known.find((figure) => figure.name === name) ?? [],
  );
  const report = { machine, figures };
  writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(file.replace(/json$/, 'md'), markdown(report));
}

process.exitCode = await main(process.argv.slice(2));
