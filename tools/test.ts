/**
 * Runs the tests: `npm test`, or some of them: `npm test -- unit integration/db`.
 *
 * A word that names a kind (unit, integration, faults, fuzz, e2e) picks that kind; any other word
 * is part of a file's path. The last line counts everything: `N passed, M failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { electronCommand, withDisplay } from './electron/index.ts';
import { root } from './paths.ts';
import {
  addCounts,
  type Counts,
  closingLine,
  countPlaywright,
  countVitest,
} from './test-counts.ts';

const vitestKinds = ['unit', 'integration', 'faults', 'fuzz'] as const;
const resultsDir = join(root, 'test-results');

const words = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const kinds = words.filter((word) => word === 'e2e' || isVitestKind(word));
const paths = words.filter((word) => !kinds.includes(word));
const wants = (kind: string) => kinds.length === 0 || kinds.includes(kind);
const total = await runAll();
process.stdout.write(`\n${closingLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runAll(): Promise<Counts> {
  rmSync(resultsDir, { recursive: true, force: true });
  mkdirSync(resultsDir);
  const ofE2e = paths.filter((path) => path.includes('e2e'));
  const e2e =
    hasTests('e2e') && wants('e2e') && (kinds.length > 0 || ofE2e.length === paths.length);
  const chosen = vitestKinds.filter((kind) => wants(kind) && hasTests(kind));
  const vitest = chosen.length > 0 && (paths.length === 0 || ofE2e.length < paths.length);
  return withDisplay(async () => {
    // Before the first test, so that no test's time limit pays for it.
    await build();
    if (e2e || vitest) await electronCommand();
    const parts = [
      vitest ? await runVitest(chosen) : { passed: 0, failed: 0, skipped: 0 },
      e2e ? await runPlaywright() : { passed: 0, failed: 0, skipped: 0 },
    ];
    return parts.reduce(addCounts);
  });
}

async function runVitest(chosen: readonly string[]): Promise<Counts> {
  const report = join(resultsDir, 'vitest.json');
  const code = await runNode('node_modules/vitest/vitest.mjs', [
    'run',
    ...chosen.map((kind) => `--project=${kind}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...flags,
    ...paths,
  ]);
  return countVitest(readReport(report), code);
}

async function runPlaywright(): Promise<Counts> {
  const code = await runNode('node_modules/@playwright/test/cli.js', ['test', ...flags, ...paths]);
  return countPlaywright(readReport(join(resultsDir, 'e2e.json')), code);
}

function runNode(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
}

function readReport(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

function hasTests(kind: string): boolean {
  const folder = join(root, 'tests', kind);
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) =>
    /\.(test|fuzz)\.tsx?$/.test(String(name)),
  );
}

function isVitestKind(word: string): boolean {
  return vitestKinds.some((kind) => kind === word);
}
