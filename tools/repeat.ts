/**
 * `npm run repeat -- N [WORD…]`: the tests N times in a row, unit and integration unless words say which; see test.ts.
 *
 * A line per run. The first one that fails is the last: all it said, and by name what failed. Exit code 0: all passed;
 * 1: one did not; 2: usage.
 */
import { join } from 'node:path';
import { exec, say } from './exec.ts';
import { root } from './paths.ts';

const [timesText = '', ...words] = process.argv.slice(2);
const times = /^\d{1,4}$/.test(timesText) ? Number(timesText) : 0;
if (times === 0) {
  say('Say how often: npm run repeat -- N [WORD…], N from 1 to 9999.');
  process.exitCode = 2;
} else {
  process.exitCode = (await repeat(words.length > 0 ? words : ['unit', 'integration'])) ? 0 : 1;
}

/** Whether all passed. */
async function repeat(which: readonly string[]): Promise<boolean> {
  for (let run = 1; run <= times; run += 1) {
    const started = performance.now();
    const args = [join(root, 'tools/test.ts'), ...which];
    const { code, stdout, stderr } = await exec(process.execPath, args, {
      env: { ...process.env, NO_COLOR: '1' },
    });
    const lines = stdout.trimEnd().split('\n');
    const seconds = Math.round((performance.now() - started) / 1000);
    if (code === 0) {
      process.stdout.write(`${run}/${times}  ${lines.at(-1)}, ${seconds} s\n`);
      continue;
    }
    process.stdout.write(`${stdout}${stderr}\n`);
    const failed = [...stdout.split('\n'), ...stderr.split('\n')].filter((line) =>
      /^\s*FAIL |^Left behind: /.test(line),
    );
    for (const line of new Set(failed)) process.stdout.write(`${line.trim()}\n`);
    process.stdout.write(`Run ${run} of ${times} failed: ${which.join(' ')}\n`);
    return false;
  }
  process.stdout.write(`${times} of ${times} runs passed: ${which.join(' ')}\n`);
  return true;
}
