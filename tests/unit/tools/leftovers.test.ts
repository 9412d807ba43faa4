import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { beginRun } from '../../../tools/leftovers.ts';

it('finds nothing after a run that left nothing', async () => {
  const run = beginRun();
  expect(await run.sweep()).toEqual([]);
  expect(existsSync(run.env.TMPDIR ?? '')).toBe(false);
});

it('names and ends a process that stayed, and a file', async () => {
  const run = beginRun();
  writeFileSync(join(run.env.TMPDIR ?? '', 'forgotten.db'), '');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env: { ...process.env, ...run.env },
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => child.on('exit', (_, signal) => resolve(signal)));
  const left = await run.sweep();
  expect(left).toHaveLength(2);
  expect(left[0]).toMatch(new RegExp(`^process ${child.pid}: .*setInterval`));
  expect(left[1]).toBe('in the temporary folder: forgotten.db');
  expect(await gone).toBe('SIGKILL');
  expect(existsSync(run.env.TMPDIR ?? '')).toBe(false);
}, 20_000);
