/**
 * `npm run mutate -- [PART[:WORD]…]`: small faults in the code, one at a time, and which of them no test noticed.
 *
 * A word narrows a part to the files whose path has it: `npm run mutate -- domain:money domain:tax db`. What was found
 * is kept under node_modules/.cache/rollcall/mutate, so that a run only tries what changed since. Exit code 0: each
 * part reaches the score; 1: one does not, or could not be run; 2: usage.
 */
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { root } from '../paths.ts';
import { type Part, parts } from './parts.ts';

/** Of Stryker's report, what is counted here. */
const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          status: z.string(),
          replacement: z.string().default(''),
          location: z.object({ start: z.object({ line: z.int(), column: z.int() }) }),
        }),
      ),
    }),
  ),
});
type Mutant = z.infer<typeof reportSchema>['files'][string]['mutants'][number];

/** Per cent. */
const scoreMin = 85;
/** Statuses in which no test noticed, and those in which one did; the rest could not be run at all. */
const unnoticed = ['Survived', 'NoCoverage'];
const noticed = ['Killed', 'Timeout'];
const cache = join(root, 'node_modules/.cache/rollcall/mutate');

const wanted = process.argv.slice(2);
const pairs = (wanted.length > 0 ? wanted : Object.keys(parts)).map((argument) => {
  const [name = '', word = ''] = argument.split(':');
  return { name, word };
});
const asked = [...new Set(pairs.map(({ name }) => name))].map((name) => {
  const part = parts[name];
  const words = pairs.filter((pair) => pair.name === name).map(({ word }) => word);
  const files = (part?.mutate ?? []).flatMap((glob) => globSync(glob, { cwd: root }));
  return { name, part, files: files.filter((file) => words.some((word) => file.includes(word))) };
});
const wrong = asked.find(({ files }) => files.length === 0);
if (wrong) {
  const names = Object.keys(parts).join(', ');
  process.stderr.write(`No code in "${wrong.name}". There are: ${names}; or PART:WORD.\n`);
  process.exit(2);
}

mkdirSync(cache, { recursive: true });
let reached = true;
for (const { name, part, files } of asked) {
  const ran = part !== undefined && mutate(name, part, files);
  reached = ran && report(name, files) && reached;
}
process.exit(reached ? 0 : 1);

/** Whether it ran to its end. */
function mutate(name: string, { tests }: Part, files: readonly string[]): boolean {
  const config = join(cache, `${name}.config.json`);
  const options = {
    mutate: files,
    testRunner: 'vitest',
    vitest: { configFile: 'tools/mutate/vitest.config.ts', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    coverageAnalysis: 'perTest',
    incremental: true,
    incrementalFile: join(cache, `${name}.json`),
    tempDirName: join(cache, 'sandbox'),
    ignorePatterns: ['docs/screenshots', 'dist', 'out', 'test-results', 'renderer'],
    reporters: ['progress-append-only'],
    // Nothing compiles here: types are stripped.
    disableTypeChecks: false,
    concurrency: Number(process.env.ROLLCALL_MUTATE_WORKERS ?? 2),
  };
  writeFileSync(config, JSON.stringify(options));
  const program = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const env = { ...process.env, ROLLCALL_MUTATE_TESTS: JSON.stringify(tests) };
  const { status } = spawnSync(process.execPath, [program, 'run', config], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
  });
  return status === 0;
}

/** Prints whoever survived and the table; whether the files reach the score. */
function report(name: string, wantedFiles: readonly string[]): boolean {
  const { files } = reportSchema.parse(
    JSON.parse(readFileSync(join(cache, `${name}.json`), 'utf8')),
  );
  const rows = wantedFiles.map((file) => ({ file, mutants: files[file]?.mutants ?? [] }));
  for (const { file, mutants } of rows) {
    for (const { status, location, replacement } of mutants) {
      if (!unnoticed.includes(status)) continue;
      const { line, column } = location.start;
      const what = status === 'Survived' ? 'survived' : 'not run ';
      process.stdout.write(`${what}  ${file}:${line}:${column}  ${replacement}\n`);
    }
  }
  for (const { file, mutants } of rows) count(`  ${file}`, mutants);
  const all = rows.flatMap(({ mutants }) => mutants);
  return count(name, all) >= scoreMin;
}

/** A row of the table; returns its score in per cent. */
function count(what: string, mutants: readonly Mutant[]): number {
  const of = (statuses: string[]): number =>
    mutants.filter(({ status }) => statuses.includes(status)).length;
  const [found, missed] = [of(noticed), of(unnoticed)];
  const score = found + missed === 0 ? 100 : (found / (found + missed)) * 100;
  const figures = `${String(found).padStart(6)} noticed${String(missed).padStart(6)} not`;
  process.stdout.write(`${what.padEnd(48)}${figures}  ${score.toFixed(1)} %\n`);
  return score;
}
