/** .ci/run, with an npm that says what it is told: its last line and its exit code must agree. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../../../tools/paths.ts';

let house = '';

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'rollcall-ci-'));
  mkdirSync(join(house, '.ci'));
  cpSync(join(root, '.ci/run'), join(house, '.ci/run'));
  writeFileSync(join(house, 'kept.txt'), 'as it was\n');
  const git = (...args: readonly string[]) => spawnSync('git', args, { cwd: house });
  git('init', '-q');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.example', 'commit', '-qm', 'start');
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('.ci/run', () => {
  it('adds up tests, checks and the untouched tree', () => {
    expect(ci('echo 40 passed, 0 failed, 2 skipped', 'echo 5 passed, 0 failed')).toEqual({
      status: 0,
      last: '46 passed, 0 failed, 2 skipped',
    });
  });

  it('fails with a failed test, although the checks pass', () => {
    expect(ci('echo 40 passed, 1 failed; exit 1', 'echo 5 passed, 0 failed')).toEqual({
      status: 1,
      last: '46 passed, 1 failed',
    });
  });

  it('fails with a failed check', () => {
    expect(ci('echo 40 passed, 0 failed', 'echo 4 passed, 1 failed; exit 1').status).toBe(1);
  });

  it('fails when the tests end without a closing line', () => {
    expect(ci('exit 0', 'echo 5 passed, 0 failed')).toEqual({
      status: 1,
      last: '6 passed, 1 failed',
    });
  });

  it('believes a bad exit code although all is said to have passed', () => {
    expect(ci('echo 40 passed, 0 failed; exit 3', 'echo 5 passed, 0 failed').status).toBe(1);
  });

  it('fails when the tests change files of the repository', () => {
    const { status } = ci('echo 1 >kept.txt; echo 40 passed, 0 failed', 'echo 5 passed, 0 failed');
    expect(status).toBe(1);
  });
});

function ci(test: string, check: string): { status: number | null; last: string | undefined } {
  const npm = join(house, '.git/npm');
  writeFileSync(npm, `#!/bin/sh\nif [ "$1" = test ]; then ${test}; else ${check}; fi\n`);
  chmodSync(npm, 0o755);
  const { status, stdout } = spawnSync('bash', ['.ci/run'], {
    cwd: house,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(house, '.git')}:${process.env.PATH}` },
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1) };
}
