/** Installs missing Debian packages where that is possible, and names them where it is not. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ExecResult, exec, say } from '../exec.ts';
import { type Group, groups } from './packages.ts';

/** Long enough for Chromium and the fonts over a slow line, short enough to end. */
const installTimeoutMs = 15 * 60_000;

/** Returns whether all is there now. Never throws: whoever needs a package says so again itself. */
export async function installGroups(wanted: readonly Group[]): Promise<boolean> {
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return true;
  const needs = wanted.flatMap((group) => groups[group]);
  if ((await missingOf(needs)).length === 0) return true;

  const rights = await aptRights();
  const missing = await missingOf(needs);
  if (rights === 'none') {
    say(`Missing: ${missing.join(' ')}. Install them with:`);
    say(`  sudo apt-get install ${missing.join(' ')}`);
    return false;
  }

  say(`Installing Debian packages: ${missing.join(' ')} …`);
  await aptGet(rights, 'update', '-q');
  const names = await Promise.all(missing.map(availableName));
  const installed = await aptGet(
    rights,
    'install',
    '-qy',
    '--no-install-recommends',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...names,
  );
  if (installed.code === 0) return true;
  say(`apt-get install ${names.join(' ')} failed:`);
  say(installed.stderr.trim().split('\n').slice(-5).join('\n'));
  return false;
}

/** Whether `installGroups` could have installed something here. */
export async function mayInstall(): Promise<boolean> {
  return existsSync('/etc/debian_version') && (await aptRights()) !== 'none';
}

/** The package of a name that starts with `prefix` on which `name` depends; null where apt knows of none. */
export async function availableDependency(name: string, prefix: string): Promise<string | null> {
  const ask = async (): Promise<string | null> => {
    const { stdout } = await exec('apt-cache', ['depends', name]);
    const depends = [...stdout.matchAll(/Depends: (\S+)/g)].map(([, found]) => found ?? '');
    return depends.find((found) => found.startsWith(prefix)) ?? null;
  };
  const known = await ask();
  const rights = known === null && (await mayInstall()) ? await aptRights() : 'none';
  if (rights === 'none') return known;
  // A container's lists are often removed with the image's last layer.
  await aptGet(rights, 'update', '-q');
  return ask();
}

/** Fetches a package without installing it, which needs no rights. Returns its file, or null. */
export async function downloadPackage(name: string, into: string): Promise<string | null> {
  const { code } = await exec('apt-get', ['download', '-q', name], {
    cwd: into,
    timeoutMs: installTimeoutMs,
  });
  const file = code === 0 ? readdirSync(into).find((each) => each.endsWith('.deb')) : undefined;
  return file ? join(into, file) : null;
}

type AptRights = 'root' | 'sudo' | 'none';

async function aptRights(): Promise<AptRights> {
  if (process.getuid?.() === 0) return 'root';
  return (await mayUseSudo()) ? 'sudo' : 'none';
}

function aptGet(rights: AptRights, ...args: string[]): Promise<ExecResult> {
  return exec(
    rights === 'sudo' ? 'sudo' : 'apt-get',
    rights === 'sudo' ? ['apt-get', ...args] : args,
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      timeoutMs: installTimeoutMs,
    },
  );
}

/** The needs of which no alternative is installed. */
async function missingOf(needs: readonly string[]): Promise<readonly string[]> {
  const names = needs.flatMap((need) => need.split('|'));
  const { stdout } = await exec('dpkg-query', [
    '-W',
    '-f',
    // The placeholders are dpkg's own.
    `\${db:Status-Status} \${Package}\n`,
    ...names,
  ]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('installed '))
      .map((line) => line.slice('installed '.length)),
  );
  return needs.filter((need) => !need.split('|').some((name) => installed.has(name)));
}

/** The alternative that this release of Debian has. */
async function availableName(need: string): Promise<string> {
  const [first = need, ...others] = need.split('|');
  for (const name of [first, ...others]) {
    const { stdout } = await exec('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  return first;
}

/** sudo without a password, or with a person there to type one. */
async function mayUseSudo(): Promise<boolean> {
  if ((await exec('sudo', ['-n', 'true'])).code === 0) return true;
  return process.stdin.isTTY === true && (await exec('sudo', ['-V'])).code === 0;
}
