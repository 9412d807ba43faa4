/**
 * Packages the till for this system: `npm run dist [-- --dir]`, into dist/.
 *
 * `--dir` stops at the unpacked app, which a test can start and drive. Where Electron's own site
 * cannot be reached, the offline Electron is packaged with the shims it needs, as a folder and a
 * `tar.gz`: to try the package, not to ship it.
 */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Configuration, build as pack } from 'electron-builder';
import { build } from './build.ts';
import { electronCommand } from './electron/index.ts';
import { loaderDir, sqliteBindingName } from './electron/registry.ts';
import { sqliteBinding } from './electron/sqlite.ts';
import { mustExec, say } from './exec.ts';
import { writeIntegrity } from './integrity.ts';
import { cacheDir, root } from './paths.ts';

const dist = join(root, 'dist');
const unpacked = process.platform === 'win32' ? 'win-unpacked' : 'linux-unpacked';
const offlineDir = join(root, 'out/main/offline');

const dirOnly = process.argv.includes('--dir');
rmSync(dist, { recursive: true, force: true });
await build();
writeIntegrity();
const electron = await electronCommand();
const made = electron.origin === 'current' ? await packCurrent() : await packOffline();
for (const file of made) process.stdout.write(`${file}\n`);

async function packCurrent(): Promise<readonly string[]> {
  const config = { electronDist: dirname(electron.executablePath) };
  if (!dirOnly) return pack({ projectDir: root, publish: 'never', config });
  // Playwright drives an app through its inspector, which the shipped one refuses.
  return packDir({ ...config, electronFuses: { enableNodeCliInspectArguments: true } });
}

async function packOffline(): Promise<readonly string[]> {
  say(`Packaging the offline Electron ${electron.version}: to try, not to ship.`);
  const electronDist = join(cacheDir, `electron-dist-${process.pid}`);
  try {
    // An app in the Electron folder would be packed with it. Links, so that nothing is copied.
    await mustExec('cp', ['-al', dirname(electron.executablePath), electronDist]);
    rmSync(join(electronDist, 'resources/app'), { recursive: true });
    mkdirSync(offlineDir, { recursive: true });
    cpSync(loaderDir, offlineDir, { recursive: true });
    cpSync(await sqliteBinding(), join(offlineDir, sqliteBindingName));
    await packDir({
      electronDist,
      electronVersion: electron.version,
      electronFuses: null,
      extraMetadata: { main: 'out/main/offline/packaged.cjs' },
    });
  } finally {
    rmSync(electronDist, { recursive: true, force: true });
    rmSync(offlineDir, { recursive: true, force: true });
  }
  if (dirOnly) return [join(dist, unpacked)];
  const archive = join(dist, `rollcall-linux-${process.arch}.tar.gz`);
  await mustExec('tar', ['-czf', archive, '-C', dist, unpacked]);
  return [join(dist, unpacked), archive];
}

/** The unpacked app of this system. */
async function packDir(config: Configuration): Promise<readonly string[]> {
  await pack({ projectDir: root, publish: 'never', dir: true, config });
  return [join(dist, unpacked)];
}
