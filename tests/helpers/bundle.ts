/** A program of children/ as one file: it starts in a third of the time, which counts where it starts a hundred times. */
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { external } from '../../tools/build.ts';
import { root } from '../../tools/paths.ts';
import { tempFolder } from './till-file.ts';

/** Removed when the test ends. */
export async function bundled(file: string): Promise<string> {
  const folder = tempFolder();
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const outfile = join(folder, `${basename(file, '.ts')}.cjs`);
  await build({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external,
    logLevel: 'silent',
  });
  return outfile;
}
