/**
 * Packages the till for this system: `npm run dist [-- --dir]`, into dist/.
 *
 * `--dir` stops at the unpacked app, which a test can start and drive. Where Electron's own site
 * cannot be reached, the offline Electron is packaged with the shims it needs, as a folder and a
 * `tar.gz`: to try the package, not to ship it.
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
const unpacked = join(dist, onWindows ? 'win-unpacked' : 'linux-unpacked');
/** What the unpacked app was made from; only where a test may drive it. */
const stamp = join(dist, '.stamp');
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

/** The program of the unpacked app, packaged anew if anything it is made from has changed. */
export async function packagedTill(): Promise<string> {
  await build();
  const { version } = await electronCommand();
  const upToDate = existsSync(stamp) && readFileSync(stamp, 'utf8') === stateFor(version);
  if (!upToDate) await makePackages({ dirOnly: true });
  return join(unpacked, onWindows ? 'Rollcall.exe' : 'rollcall');
}

/** Empties dist/ and fills it; returns what it made. */
async function makePackages({ dirOnly }: { dirOnly: boolean }): Promise<readonly string[]> {
  rmSync(dist, { recursive: true, force: true });
  await build();
  writeIntegrity();
  const electron = await electronCommand();
  const current = electron.origin === 'current';
  if (current && !dirOnly) return pack(currentElectron(electron));
  if (current) {
    // Playwright drives an app through its inspector, which the shipped one refuses.
    const electronFuses = { enableNodeCliInspectArguments: true };
    await pack({ ...currentElectron(electron), electronFuses }, { dir: true });
  } else {
    await packOffline(electron);
  }
  writeFileSync(stamp, stateFor(electron.version));
  return current || dirOnly ? [unpacked] : [unpacked, await archive()];
}

function currentElectron(electron: ElectronCommand): Configuration {
  return { electronDist: dirname(electron.executablePath) };
}

async function packOffline(electron: ElectronCommand): Promise<void> {
  say(`Packaging the offline Electron ${electron.version}: to try, not to ship.`);
  const electronDist = join(cacheDir, `electron-dist-${process.pid}`);
  try {
    // An app in the Electron folder would be packed with it. Links, so that nothing is copied.
    await mustExec('cp', ['-al', dirname(electron.executablePath), electronDist]);
    rmSync(join(electronDist, 'resources/app'), { recursive: true });
    mkdirSync(offlineDir, { recursive: true });
    cpSync(loaderDir, offlineDir, { recursive: true });
    cpSync(await sqliteBinding(), join(offlineDir, sqliteBindingName));
    const config: Configuration = {
      electronDist,
      electronVersion: electron.version,
      electronFuses: null,
      extraMetadata: { main: 'out/main/offline/packaged.cjs' },
    };
    await pack(config, { dir: true });
  } finally {
    rmSync(electronDist, { recursive: true, force: true });
    rmSync(offlineDir, { recursive: true, force: true });
  }
}

async function archive(): Promise<string> {
  const file = join(dist, `rollcall-linux-${process.arch}.tar.gz`);
  await mustExec('tar', ['-czf', file, '-C', dist, 'linux-unpacked']);
  return file;
}

/** electron-builder takes a second to load, which a test that finds its package ready saves. */
async function pack(config: Configuration, options: CliOptions = {}) {
  const { build: runBuilder } = await import('electron-builder');
  return runBuilder({ projectDir: root, publish: 'never', config, ...options });
}

function stateFor(electronVersion: string): string {
  return fingerprint(inputs) + electronVersion;
}

if (import.meta.main) {
  const made = await makePackages({ dirOnly: process.argv.includes('--dir') });
  for (const file of made) process.stdout.write(`${file}\n`);
}
