/**
 * Packages the till for this system: `npm run dist [-- --dir]`, into dist/.
 *
 * `--dir` stops at the unpacked app. Where Electron's own site cannot be reached, the offline Electron is packaged with the
 * shims it needs, as a folder and a `tar.gz`: to try the package, not to ship it. Tests drive a package of their own,
 * dist/driven, which takes the switches that a shipped one refuses.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CliOptions, Configuration } from 'electron-builder';
import { build, fingerprint } from './build.ts';
import { type ElectronCommand, electronCommand } from './electron/index.ts';
import { loaderDir, sqliteBindingName } from './electron/registry.ts';
import { sqliteBinding } from './electron/sqlite.ts';
import { mustExec, say } from './exec.ts';
import { writeIntegrity } from './integrity.ts';
import { cacheDir, root } from './paths.ts';

const dist = join(root, 'dist');
const onWindows = process.platform === 'win32';
const unpacked = onWindows ? 'win-unpacked' : 'linux-unpacked';
const program = onWindows ? 'Rollcall.exe' : 'rollcall';
const offlineDir = join(root, 'out/main/offline');
const inputs = [
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
  'tools/dist.ts',
  'tools/electron',
  'tools/integrity.ts',
  'out/main/.stamp',
  'out/renderer/.stamp',
];

/** `shipped` is what shops have; `driven` may be driven by a test, through the inspector and Chromium's debugging port. */
type Kind = 'shipped' | 'driven';
const folderOf: Readonly<Record<Kind, string>> = { shipped: dist, driven: join(dist, 'driven') };

/** The program of the unpacked app, packaged anew if anything it is made from has changed. */
export async function packagedTill(kind: Kind): Promise<string> {
  await build();
  const { version } = await electronCommand();
  const stamp = join(folderOf[kind], '.stamp');
  const state = fingerprint(inputs) + version;
  const upToDate = existsSync(stamp) && readFileSync(stamp, 'utf8') === state;
  if (!upToDate) {
    await makePackages(kind, { dirOnly: true });
    writeFileSync(stamp, state);
  }
  return join(folderOf[kind], unpacked, program);
}

/** Returns what it made. */
async function makePackages(kind: Kind, { dirOnly }: { dirOnly: boolean }): Promise<string[]> {
  const folder = folderOf[kind];
  rmSync(join(folder, '.stamp'), { force: true });
  rmSync(join(folder, unpacked), { recursive: true, force: true });
  await build();
  writeIntegrity();
  const electron = await electronCommand();
  const config: Configuration = {
    directories: { output: folder },
    // Playwright drives an app through its inspector; main/electron/command-line.ts reads the other.
    ...(kind === 'driven' ? { electronFuses: { enableNodeCliInspectArguments: true } } : {}),
    extraMetadata: kind === 'driven' ? { driven: true } : {},
  };
  if (electron.origin === 'current') {
    const current = { ...config, electronDist: dirname(electron.executablePath) };
    return dirOnly ? pack(current, { dir: true }) : pack(current);
  }
  await packOffline(electron, config);
  return [dirOnly ? join(folder, unpacked) : await archive()];
}

async function packOffline(electron: ElectronCommand, config: Configuration): Promise<void> {
  say(`Packaging the offline Electron ${electron.version}: to try, not to ship.`);
  const electronDist = join(cacheDir, `electron-dist-${process.pid}`);
  try {
    // An app in the Electron folder would be packed with it. Links, so that nothing is copied.
    await mustExec('cp', ['-al', dirname(electron.executablePath), electronDist]);
    rmSync(join(electronDist, 'resources/app'), { recursive: true });
    mkdirSync(offlineDir, { recursive: true });
    cpSync(loaderDir, offlineDir, { recursive: true });
    cpSync(await sqliteBinding(), join(offlineDir, sqliteBindingName));
    const extraMetadata = { ...config.extraMetadata, main: 'out/main/offline/packaged.cjs' };
    const offline = { electronDist, electronVersion: electron.version, extraMetadata };
    await pack({ ...config, ...offline }, { dir: true });
  } finally {
    rmSync(electronDist, { recursive: true, force: true });
    rmSync(offlineDir, { recursive: true, force: true });
  }
}

async function archive(): Promise<string> {
  const file = join(dist, `rollcall-linux-${process.arch}.tar.gz`);
  await mustExec('tar', ['-czf', file, '-C', dist, unpacked]);
  return file;
}

/** electron-builder takes a second to load, which a test that finds its package ready saves. */
async function pack(config: Configuration, options: CliOptions = {}) {
  const { build: runBuilder } = await import('electron-builder');
  return runBuilder({ projectDir: root, publish: 'never', config, ...options });
}

if (import.meta.main) {
  const dirOnly = process.argv.includes('--dir');
  for (const file of await makePackages('shipped', { dirOnly })) process.stdout.write(`${file}\n`);
}
