/**
 * Loaded into an Electron's main process before its app (`NODE_OPTIONS=--require`): puts page-probe.js into the first
 * page, says on stdout when that could be used, in milliseconds since 1970, and quits the app as a person would.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const pageProbe = readFileSync(join(__dirname, 'page-probe.js'), 'utf8');

// The devices process inherits the environment and must not be probed.
delete process.env.NODE_OPTIONS;

// Electron's own module is there a moment after this file is read, and long before the app is ready.
setImmediate(() => {
  const { app } = require('electron');
  app.once('web-contents-created', (_event, contents) => {
    contents.once('dom-ready', async () => {
      const at = await contents.executeJavaScript(`${pageProbe}; rollcallProbe.tileUsable()`);
      process.stdout.write(`\nusable ${at}\n`);
      app.quit();
    });
  });
});
