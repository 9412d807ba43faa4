/** The way in: whatever the command answers, stdout is the answer alone. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../tools/paths.ts';

const run = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'tools/run.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });

describe('tools/run.mjs', () => {
  it('names the commands there are when asked for another', () => {
    const { status, stdout, stderr } = run('sell');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain('No such command: "sell". There are: start, till, server');
  });

  it('passes arguments and the exit code through', () => {
    const { status, stderr } = run('check', 'spelling');
    expect(status).toBe(2);
    expect(stderr).toContain('No such check: spelling');
  });

  it('is what every command of package.json starts', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const started = Object.entries<string>(scripts).filter(([name]) => name !== 'format');
    for (const [name, script] of started) expect(script).toBe(`node tools/run.mjs ${name}`);
    expect(started.length).toBeGreaterThan(10);
  });

  it('runs on Node 18: it has to install the Node that the rest wants', () => {
    const source = readFileSync(join(root, 'tools/run.mjs'), 'utf8');
    expect(source).not.toMatch(/import\.meta\.(main|dirname|filename)/);
    expect(source.match(/from '([^']+)'/g)?.every((from) => from.includes("'node:"))).toBe(true);
  });
});
