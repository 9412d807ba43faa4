/**
 * What the guest's memory holds at boot: BusyBox, the pinned Node with the packages that carry binaries, the
 * modules, and the tests as one file.
 *
 * All but the tests is an archive of its own, kept in the cache by what is in it; the kernel unpacks both, one after
 * the other.
 */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exec } from '../exec.ts';
import { cacheDir, root } from '../paths.ts';
import { type CpioEntry, writeCpio } from './cpio.ts';
import type { Kernel } from './kernel.ts';

/** Where Debian's `busybox-static` puts it. */
export const busybox = '/bin/busybox';

const packages = [
  'node-hid',
  'pkg-prebuilds',
  'serialport',
  '@serialport',
  'debug',
  'ms',
  'node-gyp-build',
] as const;
/** Binaries for other systems, and sources. */
const leftOut =
  /prebuilds\/[^/]*(win32|darwin|android|arm|musl)|\.map$|\.d\.ts$|\/(node-hid|bindings-cpp)\/(hidapi|src)\//;
/** Options of modules. Eight controllers at full speed: each can have one device plugged in. */
const options: Readonly<Record<string, string>> = { dummy_hcd: 'num=8 is_high_speed=0' };

/** The file to boot with `guest` (the bundled tests) in it, written into `into`. */
export async function buildImage(kernel: Kernel, guest: string, into: string): Promise<string> {
  const base = await baseImage(kernel);
  const own = join(into, 'guest.cpio');
  writeCpio(own, [file('app/guest.cjs', guest), file('app/guest.cjs.map', `${guest}.map`)]);
  const image = join(into, 'initrd');
  copyFileSync(base, image);
  appendFileSync(image, readFileSync(own));
  return image;
}

async function baseImage(kernel: Kernel): Promise<string> {
  const folder = join(cacheDir, 'usb-vm');
  const image = join(folder, `base-${await stateOf(kernel)}.cpio`);
  if (existsSync(image)) return image;
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder).filter((name) => /^base-.*\.cpio$/.test(name))) {
    rmSync(join(folder, old), { force: true });
  }
  const writing = `${image}.${process.pid}`;
  writeCpio(writing, await baseEntries(kernel));
  // Last, so that what was cut short is written again.
  renameSync(writing, image);
  return image;
}

/** Names the base by all that it is made of: reading a hundred megabytes each time would tell no more. */
async function stateOf(kernel: Kernel): Promise<string> {
  const hash = createHash('sha256').update(kernel.name);
  for (const source of ['init', 'image.ts', 'cpio.ts', 'kernel.ts']) {
    hash.update(readFileSync(join(root, 'tools/usb-vm', source)));
  }
  const made = [process.execPath, busybox, join(root, 'package-lock.json')];
  for (const path of made) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}

async function baseEntries(kernel: Kernel): Promise<readonly CpioEntry[]> {
  const binaries = packages.flatMap((name) => filesBelow(join(root, 'node_modules', name)));
  const addons = binaries.filter((path) => path.endsWith('.node'));
  const libraries = await librariesOf([process.execPath, ...addons]);
  const files: CpioEntry[] = [
    file('init', join(root, 'tools/usb-vm/init'), true),
    file('bin/busybox', busybox, true),
    file('bin/node', process.execPath, true),
    ...libraries.map((path) => file(path.slice(1), path, true)),
    ...binaries.map((path) => file(`app/${path.slice(root.length + 1)}`, path)),
    ...kernel.modules.map((path) => file(`modules/${basename(path)}`, path)),
    { kind: 'file', path: 'modules/order', data: Buffer.from(loadOrder(kernel)) },
    { kind: 'link', path: 'bin/sh', target: 'busybox' },
  ];
  const empty = ['dev', 'proc', 'sys', 'tmp', 'run'];
  return [
    ...foldersOf([...empty.map((path) => `${path}/.`), ...files.map(({ path }) => path)]),
    ...files,
  ];
}

const loadOrder = (kernel: Kernel): string =>
  kernel.modules
    .map((path) => basename(path))
    .map((name) => `${name} ${options[basename(name, '.ko')] ?? ''}\n`)
    .join('');

function file(path: string, from: string, executable = false): CpioEntry {
  return { kind: 'file', path, data: readFileSync(from), executable };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !leftOut.test(path.slice(root.length)));
}

/** Shared libraries of all of them, and the loader. BusyBox has none. */
async function librariesOf(paths: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await exec('ldd', paths);
  return [
    ...new Set([...stdout.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)].map(([, path]) => path ?? '')),
  ];
}

/** Every folder above the paths, the upper ones first. */
function foldersOf(paths: readonly string[]): readonly CpioEntry[] {
  const folders = new Set<string>();
  const add = (path: string): void => {
    if (path === '.' || folders.has(path)) return;
    add(dirname(path));
    folders.add(path);
  };
  for (const path of paths) add(dirname(path));
  return [...folders].map((path) => ({ kind: 'folder', path }));
}
