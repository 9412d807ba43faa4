/** Utility processes and worker threads do not inherit what main has required; these do. */
const path = require('node:path');
const { fileURLToPath } = require('node:url');
const workers = require('node:worker_threads');
const { utilityProcess } = require('electron');

/** `--require` is ignored by utility processes, and cannot look into a package in a worker. */
const child = path.join(__dirname, 'child.cjs');

/** The environment of a child, with the file it is to run once the shims are in. */
function entered(env, file) {
  const own = env === undefined || env === workers.SHARE_ENV ? process.env : env;
  const isUrl = file instanceof URL || file.startsWith('file:');
  return { ...own, ROLLCALL_ENTRY: isUrl ? fileURLToPath(file) : path.resolve(file) };
}

const fork = utilityProcess.fork.bind(utilityProcess);
utilityProcess.fork = (file, args = [], options = {}) =>
  fork(child, args, { ...options, env: entered(options.env, file) });

const { Worker } = workers;
workers.Worker = class extends Worker {
  constructor(file, options = {}) {
    if (options.eval) super(file, options);
    else super(child, { ...options, env: entered(options.env, file) });
  }
};
