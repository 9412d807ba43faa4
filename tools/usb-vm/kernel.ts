/** Debian's own kernel and the modules the guest loads, unpacked from its package once and kept in the cache. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustExec, say } from '../exec.ts';
import { cacheDir } from '../paths.ts';
import { availableDependency, downloadPackage } from '../setup/debian.ts';

export type Kernel = Readonly<{
  /** `linux-image-6.1.0-56-amd64` */
  name: string;
  image: string;
  /** Files of modules, each after those it needs. */
  modules: readonly string[];
}>;

/** The package that depends on the newest kernel of this release. */
export const kernelPackage = 'linux-image-amd64';

/** What the guest is: a USB host with the classes a till meets, and devices made of functions. */
const wantedModules = [
  'hid-generic',
  'usbhid',
  'cdc-acm',
  'usblp',
  'dummy_hcd',
  'libcomposite',
  'usb_f_acm',
  'usb_f_fs',
  'usb_f_printer',
] as const;

const folder = join(cacheDir, 'usb-vm');

/** The kernel in the cache, or fetched now; null where this machine's apt has none. Throws when it will not unpack. */
export async function findKernel(): Promise<Kernel | null> {
  return cachedKernel() ?? (await fetchKernel());
}

function cachedKernel(): Kernel | null {
  if (!existsSync(folder)) return null;
  const name = readdirSync(folder)
    .filter((entry) => entry.startsWith('linux-image-') && existsSync(imageOf(entry)))
    .sort()
    .at(-1);
  return name ? kernelOf(name) : null;
}

const imageOf = (name: string): string => join(folder, name, 'vmlinuz');

function kernelOf(name: string): Kernel {
  const modules = new Map<string, string>();
  const add = (module: string): void => {
    if (modules.has(module)) return;
    const file = join(folder, name, `${module}.ko`);
    for (const needed of neededBy(file)) add(needed);
    modules.set(module, file);
  };
  for (const module of wantedModules) add(plain(module));
  return { name, image: imageOf(name), modules: [...modules.values()] };
}

/** A module names what it needs in its section `.modinfo`, as `depends=a,b`. */
function neededBy(file: string): readonly string[] {
  const text = readFileSync(file).toString('latin1');
  return (/\0depends=([^\0]+)\0/.exec(text)?.[1] ?? '').split(',').filter(Boolean).map(plain);
}

/** Files are named with either dash, dependencies with the low one. */
const plain = (module: string): string => module.replaceAll('-', '_');

async function fetchKernel(): Promise<Kernel | null> {
  const name = await availableDependency(kernelPackage, 'linux-image-');
  if (!name) return null;
  say(`Fetching ${name} for the tests with real USB …`);
  const work = join(folder, `unpacking-${process.pid}`);
  try {
    mkdirSync(work, { recursive: true });
    const archive = await downloadPackage(name, work);
    if (!archive) return null;
    await mustExec('dpkg-deb', ['-x', archive, join(work, 'x')]);
    keep(name, join(work, 'x'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return kernelOf(name);
}

/** One in a thousand of the package's files is needed; the kernel itself comes last, as the sign that all are there. */
function keep(name: string, unpacked: string): void {
  const into = join(folder, name);
  mkdirSync(into, { recursive: true });
  const found = new Map<string, string>();
  const version = name.slice('linux-image-'.length);
  // Debian 12 keeps them in /lib, later releases in /usr/lib.
  const tops = ['lib', 'usr/lib'].map((lib) => join(unpacked, lib, 'modules', version));
  for (const top of tops.filter((path) => existsSync(path))) {
    for (const path of readdirSync(top, { recursive: true })) {
      const [, module] = /([^/]+)\.ko$/.exec(String(path)) ?? [];
      if (module) found.set(plain(module), join(top, String(path)));
    }
  }
  const take = (module: string): void => {
    const file = found.get(module);
    if (!file) throw new Error(`${name} has no module ${module}.ko`);
    const kept = join(into, `${module}.ko`);
    copyFileSync(file, kept);
    for (const needed of neededBy(kept)) take(needed);
  };
  for (const module of wantedModules) take(plain(module));
  copyFileSync(join(unpacked, 'boot', `vmlinuz-${version}`), imageOf(name));
}
