/** From the start of the process to a sign-in screen that can be used, against the same of a bare Electron window. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { electronCommand } from '../electron/index.ts';
import { root } from '../paths.ts';
import { type Figure, spreadOf } from './figures.ts';
import { withShop } from './shop.ts';

const bareWindow = join(root, 'tools/bench/bare-window');
const probe = join(root, 'tools/bench/start-probe.cjs');
/** A machine that needs longer has nothing to tell. */
const startMsMax = 60_000;

/** `pairs` starts of each, in turn, after one of each that is not counted; the till has joined and is closed. */
export async function benchStart(pairs: number): Promise<Figure> {
  const till: number[] = [];
  const bare: number[] = [];
  await withShop(async ({ directory, tillDirectory }) => {
    for (let pair = -1; pair < pairs; pair += 1) {
      const bareMs = await startMs(bareWindow, { ROLLCALL_BARE_DATA: join(directory, 'bare') });
      const tillMs = await startMs(root, { ROLLCALL_DATA: tillDirectory });
      if (pair < 0) continue;
      bare.push(bareMs);
      till.push(tillMs);
    }
  });
  return {
    what: 'start to usable sign-in screen',
    unit: 'ms',
    value: spreadOf(till),
    floor: { what: 'bare Electron window with one usable button', value: spreadOf(bare) },
  };
}

/** Starts the app in `folder` and lets it end by itself; milliseconds until its page could be used. */
export async function startMs(
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const { executablePath, args } = await electronCommand();
  const startedAt = performance.timeOrigin + performance.now();
  const app = spawn(executablePath, [...args, folder], {
    env: { ...process.env, ...env, NODE_OPTIONS: `--require "${probe}"` },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: startMsMax,
    killSignal: 'SIGKILL',
  });
  let said = '';
  app.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await new Promise((resolve) => app.once('close', resolve));
  const usable = /^usable ([\d.]+)$/m.exec(said);
  if (!usable) throw new Error(`${folder} showed nothing that could be used`);
  return Number(usable[1]) - startedAt;
}
