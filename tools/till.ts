/**
 * The till alone: `npm run till`. Its devices and back office are those `config.json` in its data directory names;
 * `ROLLCALL_DATA` says which directory.
 */
import { spawn } from 'node:child_process';
import { build } from './build.ts';
import { electronCommand, withDisplay } from './electron/index.ts';
import { root } from './paths.ts';

/** Starts the till and resolves with its exit code when its window is closed. */
export async function runTill(env: NodeJS.ProcessEnv): Promise<number> {
  const { executablePath, args } = await electronCommand();
  const till = spawn(executablePath, [...args, root], { env, stdio: 'inherit' });
  const stop = (): void => {
    till.kill();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return new Promise((resolve) => till.once('exit', (code) => resolve(code ?? 1)));
}

if (import.meta.main) {
  await build();
  process.exitCode = await withDisplay(() => runTill(process.env));
}
