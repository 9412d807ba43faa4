/** Real USB without hardware: the tests of tests/usb inside a QEMU guest with Debian's kernel. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { external } from '../build.ts';
import { exec } from '../exec.ts';
import { root } from '../paths.ts';
import { mayInstall } from '../setup/debian.ts';
import type { Counts } from '../test-counts.ts';
import { countFindings, type FindingLine, parseFinding } from './findings.ts';
import { buildImage, busybox } from './image.ts';
import { findKernel, type Kernel, kernelPackage } from './kernel.ts';
import { boot, bootShell, qemu } from './machine.ts';

const testsDir = join(root, 'tests/usb');
const consoleLinesShown = 40;

/** Runs the files whose path has one of `words` in it, or all. What is missing is named, never passed over in silence. */
export async function runUsbTests(words: readonly string[]): Promise<Counts> {
  const none: Counts = { passed: 0, failed: 0, skipped: 0 };
  const files = testFiles(words);
  if (files.length === 0) return none;
  try {
    const { missing, kernel } = await lookForNeeds();
    if (!kernel || missing.length > 0) return await withoutMachine(missing);
    return await inMachine(kernel, files);
  } catch (error) {
    print(`The tests with real USB could not be made ready: ${error}`);
    return { ...none, failed: 1 };
  }
}

/** The guest's console, for a person who wants to look around in it. */
export async function openShell(): Promise<void> {
  const { missing, kernel } = await lookForNeeds();
  if (!kernel || missing.length > 0) throw new Error(`Missing: ${missing.join(', ')}.`);
  await withWorkFolder(async (folder) => {
    const image = await buildImage(kernel, await bundle(testFiles([]), folder), folder);
    await bootShell({ image, kernelImage: kernel.image });
  });
}

export const testFiles = (words: readonly string[]): readonly string[] =>
  readdirSync(testsDir)
    .filter((name) => name.endsWith('.usb.ts'))
    .map((name) => join(testsDir, name))
    .filter((path) => words.length === 0 || words.some((word) => path.includes(word)))
    .sort();

/** Where packages could have been installed, their absence is a fault; elsewhere it is the machine's own affair. */
async function withoutMachine(missing: readonly string[]): Promise<Counts> {
  const mayHave = process.platform === 'linux' && process.arch === 'x64' && (await mayInstall());
  print(`The tests with real USB need what is not here: ${missing.join(', ')}.`);
  return { passed: 0, failed: mayHave ? 1 : 0, skipped: mayHave ? 0 : 1 };
}

async function lookForNeeds(): Promise<
  Readonly<{ missing: readonly string[]; kernel: Kernel | null }>
> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { missing: ['Linux on x64'], kernel: null };
  }
  const missing: string[] = [];
  if ((await exec(qemu, ['--version'])).code !== 0) missing.push('qemu-system-x86');
  if (!existsSync(busybox)) missing.push('busybox-static');
  const kernel = await findKernel();
  if (!kernel) missing.push(`${kernelPackage} (apt-get download)`);
  return { missing, kernel };
}

function inMachine(kernel: Kernel, files: readonly string[]): Promise<Counts> {
  return withWorkFolder(async (folder) => {
    const image = await buildImage(kernel, await bundle(files, folder), folder);
    const consoleFile = join(folder, 'console');
    const lines: FindingLine[] = [];
    const failure = await boot({ image, kernelImage: kernel.image }, consoleFile, (text) => {
      const line = parseFinding(text);
      if (line) lines.push(line);
      if (line?.kind === 'test') tell(line);
    });
    const counts = countFindings(lines);
    if (failure !== null) print(`The machine failed: ${failure}`);
    if (counts.failed > 0) print(`Its console:\n${tail(consoleFile)}`);
    return failure === null ? counts : { ...counts, failed: Math.max(1, counts.failed) };
  });
}

function tell({ title, state, ms, why }: Extract<FindingLine, { kind: 'test' }>): void {
  const mark = { passed: '✓', failed: '✗', skipped: '↓' }[state];
  print(` ${mark} usb: ${title} ${Math.round(ms)}ms${why === null ? '' : `\n${why}`}`);
}

/** All test files and the runner as one CommonJS file for the guest. */
async function bundle(files: readonly string[], folder: string): Promise<string> {
  const { build, stop } = await import('esbuild');
  const outfile = join(folder, 'guest.cjs');
  const imports = files.map((path) => `import ${JSON.stringify(path)};`);
  const runner = JSON.stringify(join(testsDir, 'runner.ts'));
  await build({
    stdin: {
      contents: `${imports.join('\n')}\nimport { runAll } from ${runner};\nvoid runAll();\n`,
      resolveDir: root,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node18',
    format: 'cjs',
    sourcemap: true,
    external,
    logLevel: 'warning',
  });
  // Its helper process would wait for more.
  await stop();
  return outfile;
}

async function withWorkFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-usb-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function tail(file: string): string {
  if (!existsSync(file)) return '(it said nothing)';
  return readFileSync(file, 'utf8').split('\n').slice(-consoleLinesShown).join('\n');
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
