/**
 * Makes the machine ready for a command: `node tools/setup.ts test`.
 *
 * `tools/run.mjs` calls it before every command that opens a window or talks to devices. It is
 * silent when nothing is missing, and only an unusable Node makes it fail: a till that lacks a font
 * still sells.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { say } from './exec.ts';
import { root } from './paths.ts';
import { installGroups } from './setup/debian.ts';
import { groups, groupsFor } from './setup/packages.ts';

/** better-sqlite3 13 loads on less and then dies at the first database. */
const nodeApiMin = 10;

const command = process.argv[2] ?? 'test';
if (Number(process.versions.napi) < nodeApiMin) {
  say(`Node ${process.version} has Node-API ${process.versions.napi}; ${nodeApiMin} is needed.`);
  process.exit(1);
}
const hasDisplay = Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
const wanted = groupsFor(command, hasDisplay);
if (process.platform === 'linux' && existsSync('/etc/debian_version')) {
  await installGroups(wanted);
} else {
  tellOnce();
}

/** Elsewhere the person installs the rest; told once, since it cannot be looked up. */
function tellOnce(): void {
  const stamp = join(root, `node_modules/.cache/rollcall/told-${command.replace(':', '-')}`);
  if (existsSync(stamp)) return;
  const names =
    process.platform === 'linux'
      ? wanted.flatMap((group) => groups[group])
      : command === 'test'
        ? groups.tests
        : [];
  if (names.length > 0) {
    say(`This is not Debian. The command "${command}" uses what Debian calls: ${names.join(' ')}.`);
    say('Tests that need what is missing say so; the till itself starts without it.');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}
