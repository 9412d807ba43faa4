import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { beginRun } from '../../../tools/leftovers.ts';
import { until } from '../../helpers/until.ts';

it('finds nothing after a run that left nothing', async () => {
  const run = beginRun();
  expect(await run.sweep()).toEqual([]);
  expect(existsSync(run.env.TMPDIR ?? '')).toBe(false);
});

it('names and ends a process that stayed, and a file', async () => {
  const run = beginRun();
  writeFileSync(join(run.env.TMPDIR ?? '', 'forgotten.db'), '');
  // By way of another that ends at once: nobody's child any more.
  const orphan = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'],
    { detached: true, stdio: 'ignore' }).unref()`;
  const parent = spawn(process.execPath, ['-e', orphan], {
    env: { ...process.env, ...run.env },
    stdio: 'ignore',
  });
  await new Promise((resolve) => parent.on('exit', resolve));
  const left = await run.sweep();
  expect(left).toHaveLength(2);
  expect(left[0]).toMatch(/^process \d+: .*setInterval/);
  expect(left[1]).toBe('in the temporary folder: forgotten.db');
  const pid = Number(/^process (\d+)/.exec(left[0] ?? '')?.[1]);
  await until(
    () => !existsSync(`/proc/${pid}/cmdline`) || readFileSync(`/proc/${pid}/cmdline`).length === 0,
    'it has ended',
  );
  expect(existsSync(run.env.TMPDIR ?? '')).toBe(false);
});

it('names and ends a process that the runner itself has started', async () => {
  const run = beginRun();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env: { ...process.env, ...run.env },
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  expect(await run.sweep()).toEqual([
    expect.stringMatching(`^process ${child.pid}: .*setInterval`),
  ]);
  await ended;
});

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'ends everything when it is told to stop by %s',
  async (signal) => {
    const leftovers = new URL('../../../tools/leftovers.ts', import.meta.url).href;
    const script = `
    import { spawn } from 'node:child_process';
    import { beginRun, endOnSignal } from '${leftovers}';
    const run = beginRun();
    Object.assign(process.env, run.env);
    endOnSignal(run);
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
    process.stdout.write(child.pid + ' ' + run.env.TMPDIR + '\\n');
    setInterval(() => {}, 1000);`;
    const runner = spawn(process.execPath, ['--input-type=module', '-e', script]);
    const said = await new Promise<string>((resolve) =>
      runner.stdout.once('data', (data) => resolve(String(data))),
    );
    const [pid = '', folder = ''] = said.trim().split(' ');
    const ended = new Promise((resolve) => runner.on('exit', resolve));
    runner.kill(signal);
    expect(await ended).toBeGreaterThan(128);
    await until(
      () =>
        !existsSync(`/proc/${pid}/cmdline`) || readFileSync(`/proc/${pid}/cmdline`).length === 0,
      'what it had started has ended',
    );
    expect(existsSync(folder)).toBe(false);
  },
);
