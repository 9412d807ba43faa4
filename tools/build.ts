/**
 * Builds the till into out/: `npm run build [-- --force]`.
 *
 * Main, preload and the devices process become CommonJS for Node 18, the language level of the
 * offline Electron; the page becomes what Chrome 114 understands. Nothing is built twice from the
 * same sources, so the second `npm start` does not wait.
 */
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { languages } from '../domain/basics/languages.ts';
import { say } from './exec.ts';
import { reportFont, root } from './paths.ts';

type Part = Readonly<{
  name: string;
  /** Without it the part does not exist yet and is left out. */
  entry: string;
  inputs: readonly string[];
  build: () => Promise<unknown>;
}>;

/**
 * Loaded from node_modules at run time: they carry binaries that no bundle can hold. And pdfkit, as large as the rest of
 * main together, which no start should read for a report that may never be made.
 */
export const external = [
  'electron',
  'better-sqlite3',
  'serialport',
  'node-hid',
  'argon2',
  'pdfkit',
];

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node18',
  format: 'cjs',
  // A package is one file (asar), which Electron reads for `require` and older ones do not for `import()`.
  supported: { 'dynamic-import': false },
  external,
  sourcemap: true,
  logLevel: 'warning',
};

/** CommonJS has no import.meta; these give a module the place it was bundled to. */
const importMeta: BuildOptions = {
  banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  define: {
    'import.meta.url': 'importMetaUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
};

/** Processes and threads of the till: name in out/main → source. */
const entries = {
  index: 'main/electron/index.ts',
  devices: 'drivers/host/process.ts',
  'report-worker': 'main/report-worker.ts',
} as const;

const parts: readonly Part[] = [
  {
    name: 'main',
    entry: entries.index,
    inputs: ['domain', 'words', 'db', 'drivers', 'main'],
    build: buildMain,
  },
  {
    name: 'renderer',
    entry: 'renderer/index.html',
    inputs: ['domain', 'words', 'renderer', 'vite.config.ts'],
    build: buildRenderer,
  },
];

/** Brings out/ up to date. Throws when a part exists and does not build. */
export async function build(options: Readonly<{ force?: boolean }> = {}): Promise<void> {
  for (const part of parts) {
    if (!existsSync(join(root, part.entry))) {
      say(`${part.entry} does not exist yet: out/${part.name} is not built.`);
      continue;
    }
    const stamp = join(root, 'out', part.name, '.stamp');
    const state = fingerprint([...part.inputs, 'package-lock.json', 'tools/build.ts']);
    if (!options.force && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) continue;
    const started = performance.now();
    await part.build();
    // Last, so that a build which fails or is cut short is done again.
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, state);
    say(`Built ${part.name} in ${((performance.now() - started) / 1000).toFixed(1)} s.`);
  }
}

async function buildMain(): Promise<void> {
  const { build: bundle, stop } = await import('esbuild');
  const entryPoints = Object.entries(entries)
    .filter(([, source]) => existsSync(join(root, source)))
    .map(([out, source]) => ({ in: source, out }));
  const outExtension = { '.js': '.cjs' };
  await bundle({ ...common, ...importMeta, entryPoints, outdir: 'out/main', outExtension });
  copyFileSync(join(root, reportFont), join(root, 'out/main/report-font.woff'));
  copyWords();
  // A sandboxed preload may require nothing but Electron, so it gets no banner that does.
  if (existsSync(join(root, 'main/electron/preload.ts'))) {
    await bundle({
      ...common,
      entryPoints: ['main/electron/preload.ts'],
      outfile: 'out/main/preload.cjs',
    });
  }
  // Its helper process would wait for more.
  await stop();
}

/** Beside the bundle, where words/read.ts looks for what main itself says. */
function copyWords(): void {
  for (const { tag } of languages) {
    mkdirSync(join(root, 'out/main', tag), { recursive: true });
    for (const room of ['bench-report', 'counter', 'paper', 'program']) {
      copyFileSync(
        join(root, 'words', tag, `${room}.json`),
        join(root, 'out/main', tag, `${room}.json`),
      );
    }
  }
}

async function buildRenderer(): Promise<void> {
  const { build: bundle } = await import('vite');
  await bundle({
    configFile: join(root, 'vite.config.ts'),
    root: join(root, 'renderer'),
    logLevel: 'warn',
  });
}

/** Names, sizes and times of all inputs; reading them all would cost more than it tells. */
export function fingerprint(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesUnder(join(root, input))) {
      const { mtimeMs, size } = statSync(file);
      hash.update(`${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

function filesUnder(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

if (import.meta.main) await build({ force: process.argv.includes('--force') });
