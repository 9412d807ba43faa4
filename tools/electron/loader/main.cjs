/**
 * Starts an app folder in an Electron that came without its default app.
 *
 * `electron [flags] DIR [arguments]` then works as with any Electron: the first argument that is no
 * flag is the app. This folder is copied to `resources/app`, with better_sqlite3.node beside it.
 */
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

require('./shims.cjs');
require('./children.cjs');

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
