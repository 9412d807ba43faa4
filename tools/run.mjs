/**
 * Runs one of the house's commands: `node tools/run.mjs start|test|check|… [arguments]`.
 *
 * A bare clone has neither node_modules nor the Node the house is pinned to, so this file is plain
 * JavaScript without dependencies and runs on Node 18. It installs what is missing, then hands over
 * to the Node in node_modules. All it says goes to stderr: stdout belongs to the command.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Command → the file behind it, and whether the machine must be set up for it first. */
const commands = {
  start: { file: 'tools/start.ts', setup: true },
  till: { file: 'tools/till.ts', setup: true },
  server: { file: 'server/program/index.ts', setup: false },
  verify: { file: 'tools/verify.ts', setup: false },
  export: { file: 'tools/export.ts', setup: false },
  move: { file: 'tools/move.ts', setup: false },
  backup: { file: 'tools/backup.ts', setup: false },
  devices: { file: 'tools/technician.ts', setup: false },
  bench: { file: 'tools/bench/index.ts', setup: true },
  simulate: { file: 'tools/simulate/index.ts', setup: false },
  screenshots: { file: 'tools/screenshots.ts', setup: true },
  test: { file: 'tools/test.ts', setup: true },
  repeat: { file: 'tools/repeat.ts', setup: true },
  mutate: { file: 'tools/mutate/index.ts', setup: false },
  'test:usb': { file: 'tools/usb-vm/index.ts', setup: true },
  check: { file: 'tools/check/index.ts', setup: false },
  build: { file: 'tools/build.ts', setup: false },
  dist: { file: 'tools/dist.ts', setup: true },
};

/** better-sqlite3 13 wants Node-API 10 and dies on less, so an older Node is refused here. */
const nodeMajorMin = 24;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name = '', ...args] = process.argv.slice(2);
const command = commands[name];
if (!command) fail(`No such command: "${name}". There are: ${Object.keys(commands).join(', ')}.`);

installPackages();
const node = pinnedNode();
if (!existsSync(join(root, command.file))) fail(`${command.file} does not exist yet.`);
const env = {
  ...process.env,
  PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  // TypeScript is stripped once, not at every start; the tests start a hundred programs.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'),
};
if (command.setup) {
  const setup = spawnSync(node, [join(root, 'tools/setup.ts'), name], {
    env,
    stdio: ['inherit', 2, 2],
  });
  if (setup.status !== 0) process.exit(setup.status ?? 1);
}
handOver();

/** `npm ci`, if it never ran here or the lock file has changed since. */
function installPackages() {
  const stamp = join(root, 'node_modules/.cache/rollcall/lock.sha256');
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (npmHasJustRun()) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, lock);
    return;
  }

  say('Installing packages (npm ci) …');
  const cli = process.env.npm_execpath;
  const argv = ['ci', '--loglevel=error'];
  // npm's own Node, since the one in node_modules is about to be removed.
  const npmNode = process.env.npm_node_execpath ?? process.execPath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  const done = cli
    ? spawnSync(npmNode, [cli, ...argv], options)
    : spawnSync('npm', argv, { ...options, shell: process.platform === 'win32' });
  if (done.status !== 0) {
    fail('npm ci failed. The lines above say why; `npm ci` by hand, then try again.');
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

/** Whether somebody has installed by hand since the lock file changed: npm writes this last. */
function npmHasJustRun() {
  const written = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(written)) return false;
  return statSync(written).mtimeMs > statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** The Node from node_modules; where no such package exists (macOS), this one if it is new enough. */
function pinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const executable = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, `node_modules/node-${platform}-${process.arch}/bin`, executable);
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) return process.execPath;
  return fail(
    `No Node ${nodeMajorMin} for ${platform}-${process.arch} came with the packages, ` +
      `and this is Node ${process.versions.node}. Install Node ${nodeMajorMin} or newer.`,
  );
}

/** Starts the command, passes signals on to it, and ends as it ends. */
function handOver() {
  const child = spawn(node, [join(root, command.file), ...args], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to the child as well; twice would mean "at once".
    const sentByTerminal = signal === 'SIGINT' && process.stdin.isTTY;
    process.on(signal, () => sentByTerminal || child.kill(signal));
  }
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function say(text) {
  process.stderr.write(`rollcall: ${text}\n`);
}

function fail(text) {
  say(text);
  process.exit(1);
}
