/**
 * Starts an app folder in an Electron that came without its default app.
 *
 * `electron [flags] DIR [arguments]` then works as with any Electron: the first argument that is no
 * flag is the app. This folder is copied to `resources/app`, with better_sqlite3.node beside it.
 */
const Module = require('node:module');
const path = require('node:path');
const { app, utilityProcess } = require('electron');
const workers = require('node:worker_threads');

require('./shims.cjs');

const shims = path.join(__dirname, 'shims.cjs');

// Neither utility processes nor worker threads inherit what this process has required, and each
// kind has its own way of being told: a utility process ignores `--require` among its arguments.
const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (file, args = [], options = {}) => {
  const env = options.env ?? process.env;
  const nodeOptions = `${env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(shims)}`.trim();
  return fork(file, args, { ...options, env: { ...env, NODE_OPTIONS: nodeOptions } });
};

const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: ['--require', shims, ...(options.execArgv ?? [])] });
  }
};

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (!folder) {
  process.stderr.write('Usage: electron [flags] APP-FOLDER [arguments]\n');
  process.exit(2);
}
const appPath = path.resolve(folder);
const manifest = require(path.join(appPath, 'package.json'));
process.defaultApp = true;
app.setAppPath(appPath);
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
Module._load(path.join(appPath, manifest.main ?? 'index.js'), module, true);
