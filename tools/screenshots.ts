/**
 * `npm run screenshots [-- -g 'en 1024x768']`: every screen of the till and every page of the console, into
 * docs/screenshots. When all were taken, taken.json says of what, so that `npm run check` sees pictures that grow old.
 */
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.ts';
import { sourcesOfPictures, takenFile } from './check/docs.ts';
import { electronCommand, withDisplay } from './electron/index.ts';
import { root } from './paths.ts';

await build();
await electronCommand();
process.exitCode = await withDisplay(() => {
  const config = join(root, 'tests/screenshots/playwright.config.ts');
  const playwright = spawn(
    process.execPath,
    [
      join(root, 'node_modules/@playwright/test/cli.js'),
      ...['test', '--config', config],
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return new Promise<number>((resolve) => playwright.once('exit', (code) => resolve(code ?? 1)));
});
if (process.exitCode === 0 && process.argv.length === 2) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const taken = { version, sources: sourcesOfPictures(root) };
  writeFileSync(join(root, takenFile), `${JSON.stringify(taken, null, 2)}\n`);
}
