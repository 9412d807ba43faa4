/** The Electron of package.json, where its download site can be reached. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { exec, say } from '../exec.ts';
import { cacheDir, root } from '../paths.ts';

/** Where @electron/get looks unless told otherwise by the same variable. */
const site =
  process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/';
/** A site that is blocked rarely answers at all; one that is there answers within a second. */
const answerTimeoutMs = 4_000;
/** A hundred megabytes over a slow line. */
const downloadTimeoutMs = 20 * 60_000;
/** A "no" is believed for a day, so that only the first start waits for it. */
const beliefMs = 24 * 60 * 60_000;

const packageDir = join(root, 'node_modules/electron');
const noAnswer = join(cacheDir, 'electron-site-no-answer');

export type Installed = Readonly<{ executablePath: string; version: string }>;

/** The installed binary, fetched now if need be; null where the site cannot be reached. */
export async function currentElectron(): Promise<Installed | null> {
  const there = installed();
  if (there) return there;
  if (!(await siteAnswers())) return null;
  say('Downloading Electron …');
  const { code, stderr } = await exec(process.execPath, [join(packageDir, 'install.js')], {
    timeoutMs: downloadTimeoutMs,
  });
  if (code !== 0) say(`Electron could not be downloaded: ${stderr.trim().split('\n')[0]}`);
  return installed();
}

function installed(): Installed | null {
  const pathFile = join(packageDir, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const executablePath = join(packageDir, 'dist', readFileSync(pathFile, 'utf8'));
  if (!existsSync(executablePath)) return null;
  const { version } = createRequire(import.meta.url)('electron/package.json');
  return { executablePath, version };
}

async function siteAnswers(): Promise<boolean> {
  if (existsSync(noAnswer)) {
    const since = Number(readFileSync(noAnswer, 'utf8'));
    if (Date.now() - since < beliefMs) return false;
  }
  try {
    await fetch(site, { method: 'HEAD', signal: AbortSignal.timeout(answerTimeoutMs) });
    rmSync(noAnswer, { force: true });
    return true;
  } catch {
    mkdirSync(dirname(noAnswer), { recursive: true });
    writeFileSync(noAnswer, String(Date.now()));
    return false;
  }
}
