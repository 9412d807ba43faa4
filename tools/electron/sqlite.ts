/**
 * better-sqlite3 for Node-API 8, which is what Electron 25 has; the stock binary wants 10.
 *
 * Built once from the package's own sources with the patch beside this file, and cached by version.
 */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exec, mustExec, say } from '../exec.ts';
import { cacheDir, root } from '../paths.ts';
import { installGroups } from '../setup/debian.ts';

const packageDir = join(root, 'node_modules/better-sqlite3');
const patched = '13.2.0';
const patch = join(import.meta.dirname, `better-sqlite3-${patched}-napi8.patch`);

/** The path of the binding, built now if need be (about two minutes). */
export async function sqliteBinding(): Promise<string> {
  const { version } = createRequire(import.meta.url)('better-sqlite3/package.json');
  if (version !== patched) {
    throw new Error(`The patch is for better-sqlite3 ${patched}, but ${version} is installed.`);
  }
  const binding = join(cacheDir, `better-sqlite3-${version}-napi8.node`);
  if (existsSync(binding)) return binding;

  await installGroups(['compiler']);
  say('Building better-sqlite3 for the offline Electron (two minutes, once) …');
  const work = join(cacheDir, `better-sqlite3-${process.pid}`);
  mkdirSync(work, { recursive: true });
  try {
    cpSync(packageDir, work, { recursive: true });
    await mustExec('patch', ['-p1', '-i', patch], { cwd: work });
    const gyp = join(root, 'node_modules/node-gyp/bin/node-gyp.js');
    const args = ['rebuild', '--release', '--force_build=1', `--nodedir=${await headersDir()}`];
    await mustExec(process.execPath, [gyp, ...args], {
      cwd: work,
      // The copy lies outside the repository, yet asks for node-addon-api.
      env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
    });
    renameSync(join(work, 'build/Release/better_sqlite3.node'), binding);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return binding;
}

/** A folder with `include/node`. Node-API is stable, so any Node's headers will do. */
async function headersDir(): Promise<string> {
  const configured = await exec('npm', ['config', 'get', 'nodedir']);
  const nodes = await exec('which', ['-a', 'node']);
  const candidates = [
    configured.stdout.trim(),
    ...nodes.stdout.split('\n').map((node) => dirname(dirname(node))),
    '/usr/local',
    '/usr',
  ];
  const found = candidates.find((dir) => existsSync(join(dir, 'include/node/node_api.h')));
  if (found) return found;
  throw new Error(
    "Node's headers were not found; set them with: npm config set nodedir DIR " +
      '(a folder with include/node/node_api.h, such as an unpacked Node release).',
  );
}
