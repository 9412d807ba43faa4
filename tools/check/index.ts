/**
 * Everything that can be checked without running the till: `npm run check [-- NAME…]`.
 *
 * Each check prints one line with its time, and what it found only if it fails.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exec } from '../exec.ts';
import { root } from '../paths.ts';
import { closingLine } from '../test-counts.ts';
import { checkDocs } from './docs.ts';
import { tidy } from './tidy.ts';

type Verdict = Readonly<{ ok: boolean; output: string }>;
type Check = Readonly<{ name: string; run: () => Promise<Verdict> }>;

const folders = [
  'domain',
  'words',
  'drivers',
  'db',
  'main',
  'renderer',
  'server',
  'tools',
  'tests',
];
const present = folders.filter((folder) => existsSync(join(root, folder)));

const checks: readonly Check[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint', run: () => bin('@biomejs/biome/bin/biome', ['check', '--error-on-warnings']) },
  { name: 'imports', run: checkImports },
  { name: 'dead-code', run: () => bin('knip/bin/knip.js', ['--no-progress']) },
  { name: 'tidy', run: checkTidy },
  { name: 'docs', run: checkDocuments },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  const names = checks.map((check) => check.name).join(', ');
  process.stderr.write(`No such check: ${unknown.join(', ')}. There are: ${names}.\n`);
  process.exit(2);
}
const chosen = checks.filter((check) => wanted.length === 0 || wanted.includes(check.name));
// At once, since types take as long as all the others together.
const passed = (await Promise.all(chosen.map(report))).filter(Boolean).length;
const failed = chosen.length - passed;
process.stdout.write(`\n${closingLine({ passed, failed, skipped: 0 })}\n`);
process.exitCode = failed === 0 ? 0 : 1;

async function report({ name, run }: Check): Promise<boolean> {
  const started = performance.now();
  const { ok, output } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const detail = output.trim() === '' ? '' : `\n${output.trimEnd()}\n`;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name.padEnd(10)} ${seconds} s${detail}\n`);
  return ok;
}

/** Each world has its own settings: domain without Node, the page without Node, tests with both. */
async function checkTypes(): Promise<Verdict> {
  const worlds = ['domain', 'node', 'renderer', 'tests'].filter(
    (world) => world === 'node' || present.includes(world),
  );
  return bin('typescript/bin/tsc', ['-b', ...worlds.map((world) => `tsconfig.${world}.json`)]);
}

/** Only with TypeScript < 7 does dependency-cruiser read TypeScript at all; see imports.cjs. */
async function checkImports(): Promise<Verdict> {
  const { code, stdout, stderr } = await node('dependency-cruiser/bin/dependency-cruiser.mjs', [
    '--config',
    'tools/check/imports.cjs',
    ...present,
  ]);
  const cruised = Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0);
  const ok = code === 0 && cruised > 0;
  return { ok, output: ok ? '' : `${cruised} modules were read.\n${stdout}${stderr}` };
}

async function checkTidy(): Promise<Verdict> {
  const findings = tidy(root);
  return {
    ok: findings.every((finding) => finding.level === 'note'),
    output: findings.map((f) => `  ${f.level}: ${f.where} ${f.says} [${f.rule}]`).join('\n'),
  };
}

async function checkDocuments(): Promise<Verdict> {
  const findings = checkDocs(root);
  return {
    ok: findings.every((finding) => finding.level === 'note'),
    output: findings.map((f) => `  ${f.level}: ${f.where} ${f.says}`).join('\n'),
  };
}

/** Keeps what the program prints for a failure. */
async function bin(script: string, args: readonly string[]): Promise<Verdict> {
  const { code, stdout, stderr } = await node(script, args);
  return { ok: code === 0, output: code === 0 ? '' : `${stdout}${stderr}` };
}

/** Runs a package's own program under this Node. */
function node(script: string, args: readonly string[]) {
  return exec(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root });
}
