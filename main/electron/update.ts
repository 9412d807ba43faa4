/** The software itself: which version runs, and whether its files are those that were installed. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';

/** Written beside the bundles when the app is packaged: path below the app → lower-case hex SHA-256. */
const manifestPath = 'out/main/integrity.json';
const manifestSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/));

export function runningVersion(): string {
  return app.getVersion();
}

/** Whether every file of the manifest is as installed. What was never packaged has no manifest and is what it is. */
export async function checkIntegrity(): Promise<boolean> {
  if (!app.isPackaged) return true;
  const root = app.getAppPath();
  try {
    const text = await readFile(join(root, manifestPath), 'utf8');
    const manifest = manifestSchema.parse(JSON.parse(text));
    for (const [path, expected] of Object.entries(manifest)) {
      const found = createHash('sha256')
        .update(await readFile(join(root, path)))
        .digest('hex');
      if (found !== expected) return false;
    }
    return true;
  } catch {
    return false;
  }
}
