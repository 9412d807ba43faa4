/**
 * Runs the tests: `npm test`, or some of them: `npm test -- unit integration/db`.
 *
 * A word that names a kind (unit, integration, faults, fuzz, usb, e2e) picks that kind; any other word
 * is part of a file's path. The last line counts everything: `N passed, M failed`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';
import { electronCommand, withDisplay } from './electron/index.ts';
import { beginRun, endOnSignal } from './leftovers.ts';
import { root } from './paths.ts';
import {
  addCounts,
  type Counts,
  closingLine,
  countPlaywright,
  countVitest,
} from './test-counts.ts';
import { runUsbTests } from './usb-vm/run.ts';

const vitestKinds = ['unit', 'integration', 'faults', 'fuzz'] as const;
/** Kinds that may start the built till; unit tests and fuzzing never do. */
const startsTheTill: ReadonlySet<string> = new Set(['integration', 'faults']);

const words = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const kinds = words.filter((word) => ['e2e', 'usb'].includes(word) || isVitestKind(word));
const paths = words.filter((word) => !kinds.includes(word));
const wants = (kind: string) => kinds.length === 0 || kinds.includes(kind);
const run = beginRun();
Object.assign(process.env, run.env);
endOnSignal(run);
/** Of this run alone: two runs may share the tree. */
const reportsDir = mkdtempSync(join(tmpdir(), 'rollcall-tests-'));
const tested = await runAll();
rmSync(reportsDir, { recursive: true, force: true });
const total = addCounts(tested, await countLeftovers());
process.stdout.write(`\n${closingLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Nothing outlives a run: one check, which fails where anything does. */
async function countLeftovers(): Promise<Counts> {
  const left = await run.sweep();
  for (const line of left) process.stdout.write(`Left behind: ${line}\n`);
  return { passed: left.length === 0 ? 1 : 0, failed: left.length === 0 ? 0 : 1, skipped: 0 };
}

async function runAll(): Promise<Counts> {
  const ofE2e = paths.filter((path) => path.includes('e2e'));
  const e2e =
    hasTests('e2e') && wants('e2e') && (kinds.length > 0 || ofE2e.length === paths.length);
  const chosen = vitestKinds.filter((kind) => wants(kind) && hasTests(kind));
  const ofUsb = paths.filter((path) => path.includes('usb/'));
  const others = paths.length - ofE2e.length - ofUsb.length;
  const vitest = chosen.length > 0 && (paths.length === 0 || others > 0);
  const usb = kinds.length > 0 ? kinds.includes('usb') : ofUsb.length === paths.length;
  const none: Counts = { passed: 0, failed: 0, skipped: 0 };
  return withDisplay(async () => {
    // Before the first test, so that no test's time limit pays for it.
    const ready = e2e || (vitest && chosen.some((kind) => startsTheTill.has(kind)));
    const parts = [
      ready ? await prepareTill() : none,
      vitest ? await runVitest(chosen) : none,
      usb ? await runUsbTests(paths) : none,
      e2e ? await runPlaywright() : none,
    ];
    return parts.reduce(addCounts);
  });
}

/** Builds the till and finds its Electron. A till that does not build is one failure. */
async function prepareTill(): Promise<Counts> {
  try {
    await build();
    await electronCommand();
    return { passed: 0, failed: 0, skipped: 0 };
  } catch (error) {
    process.stdout.write(`The till could not be made ready: ${error}\n`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runVitest(chosen: readonly string[]): Promise<Counts> {
  const report = join(reportsDir, 'vitest.json');
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
  const report = join(reportsDir, 'e2e.json');
  const args = ['test', '--reporter=list,json', ...flags, ...paths];
  const code = await runNode('node_modules/@playwright/test/cli.js', args, {
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    // What tools keep for their next start is of this run too: Playwright, and electron-builder's jiti.
    PWTEST_CACHE_DIR: join(reportsDir, 'cache'),
    JITI_FS_CACHE: 'false',
  });
  return countPlaywright(readReport(report), code);
}

function runNode(script: string, args: readonly string[], env = {}): Promise<number> {
  const child = spawn(process.execPath, [join(root, script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
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
