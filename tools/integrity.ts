/** The manifest a packaged till checks itself by: every bundled file and its SHA-256. Read by main/electron/update.ts. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './paths.ts';

const manifest = join(root, 'out/main/integrity.json');
/** Neither is packaged; see electron-builder.yml. */
const leftOut = /\.map$|\.stamp$|\/integrity\.json$/;

/** Writes out/main/integrity.json for what stands in out/ now. */
export function writeIntegrity(): void {
  const hashes = ['out/main', 'out/renderer']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .filter((file) => !leftOut.test(file.replaceAll('\\', '/')))
    .sort()
    .map((file) => {
      const path = relative(root, file).replaceAll('\\', '/');
      return [path, createHash('sha256').update(readFileSync(file)).digest('hex')] as const;
    });
  writeFileSync(manifest, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}
