/** No time proves anything about a power cut, so what reaches the disk is counted at the system calls. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from '../../../helpers/child.ts';
import { enrolledTill } from '../../../helpers/till-file.ts';

const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

test('a sale is one sync and a basket none, counted at the system calls', async ({ skip }) => {
  if (!canTrace) skip('strace is not here, or may not trace');
  const { db, file } = enrolledTill();
  db.close();
  const trace = join(file, '../trace.txt');
  const child = startChild(
    join(import.meta.dirname, '../../../helpers/children/marked-writes.ts'),
    [file],
    [
      'strace',
      '-f',
      '--seccomp-bpf',
      '-e',
      'trace=/^f(data)?sync|sync_file_range|write',
      '-o',
      trace,
    ],
  );
  expect((await child.ended).code).toBe(0);

  const calls = readFileSync(trace, 'utf8').split('\n');
  const syncsOf = (what: string): number => {
    const start = calls.findIndex((line) => line.includes(`"begin ${what}\\n"`));
    const end = calls.findIndex((line) => line.includes(`"end ${what}\\n"`));
    expect(start).toBeGreaterThan(-1);
    expect(end).toBeGreaterThan(start);
    const between = calls.slice(start, end);
    // Whatever else it is, it is written: this is not a trace of nothing.
    expect(between.filter((line) => line.includes('pwrite64')).length).toBeGreaterThan(0);
    return between.filter((line) => /\b(fsync|fdatasync|sync_file_range)\(/.test(line)).length;
  };
  expect(syncsOf('50 sales')).toBe(50);
  expect(syncsOf('50 sales in a new WAL')).toBe(50);
  expect(syncsOf('50 commits of two facts')).toBe(50);
  expect(syncsOf('50 baskets')).toBe(0);
});
