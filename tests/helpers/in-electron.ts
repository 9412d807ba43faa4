/** Runs a file of children/ inside the Electron binary, as plain Node, and gives back what it printed as JSON. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { electronCommand } from '../../tools/electron/index.ts';
import { root } from '../../tools/paths.ts';

export async function runInElectron(file: string, args: readonly string[] = []): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-electron-'));
  try {
    const outfile = join(folder, 'bundle.cjs');
    await build({
      entryPoints: [join(root, 'tests/helpers/children', file)],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node18',
      external: ['serialport', 'node-hid', 'pdfkit'],
      // CommonJS has none; what asks where it lies looks for its words.
      define: { 'import.meta.dirname': JSON.stringify(join(root, 'words')) },
      logLevel: 'silent',
    });
    const { executablePath } = await electronCommand();
    // The bundle lies elsewhere; what is left out of it is found here.
    const env = {
      ...process.env,
      ELECTRON_RUN_AS_NODE: '1',
      NODE_PATH: join(root, 'node_modules'),
    };
    const { stdout } = await promisify(execFile)(executablePath, [outfile, ...args], { env });
    return JSON.parse(stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
