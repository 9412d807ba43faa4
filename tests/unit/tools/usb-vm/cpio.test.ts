/** Archives for the kernel, read back by the letter of their format. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeCpio } from '../../../../tools/usb-vm/cpio.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-cpio-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Name, mode and content of each entry: six bytes of magic, thirteen fields of eight hex digits, all padded to four. */
function read(file: string): readonly (readonly [string, string, string])[] {
  const bytes = readFileSync(file);
  const entries: [string, string, string][] = [];
  for (let at = 0; at < bytes.length; ) {
    const field = (index: number): number =>
      Number.parseInt(bytes.toString('latin1', at + 6 + 8 * index, at + 14 + 8 * index), 16);
    expect(bytes.toString('latin1', at, at + 6)).toBe('070701');
    const [mode, size, nameBytes] = [field(1), field(6), field(11)];
    const name = bytes.toString('utf8', at + 110, at + 110 + nameBytes - 1);
    const body = at + Math.ceil((110 + nameBytes) / 4) * 4;
    entries.push([name, mode.toString(8), bytes.toString('utf8', body, body + size)]);
    at = body + Math.ceil(size / 4) * 4;
  }
  return entries;
}

it('holds folders, links, files and programs, each at a multiple of four bytes', () => {
  const file = join(folder, 'archive');
  writeCpio(file, [
    { kind: 'folder', path: 'bin' },
    { kind: 'link', path: 'bin/sh', target: 'busybox' },
    { kind: 'file', path: 'app/guest.cjs', data: Buffer.from('hello') },
    { kind: 'file', path: 'init', data: Buffer.from('#!'), executable: true },
  ]);
  expect(read(file)).toEqual([
    ['bin', '40755', ''],
    ['bin/sh', '120777', 'busybox'],
    ['app/guest.cjs', '100644', 'hello'],
    ['init', '100755', '#!'],
    ['TRAILER!!!', '0', ''],
  ]);
});
