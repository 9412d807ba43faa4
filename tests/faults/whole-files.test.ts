/**
 * Files that are replaced are whole whenever the process dies, and kept through a power cut: what is in them is synced
 * before they have their name, and the folder after it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfig } from '../../main/machine/config.ts';
import { settleFiles } from '../../main/till/journal-files.ts';
import { bundled } from '../helpers/bundle.ts';
import { startChild } from '../helpers/child.ts';
import { tempFolder } from '../helpers/till-file.ts';

const program = join(import.meta.dirname, '../helpers/children/whole-files.ts');
const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;
const calls = 'trace=openat,open,close,write,pwrite64,rename,renameat,renameat2,fsync,fdatasync';

/** A folder with a configuration of one device. */
function folderWithConfig(): string {
  const folder = tempFolder();
  const printer = { device: 'printer', family: 'printer', protocol: 'escpos', address: 'serial:a' };
  const config = {
    server: { url: 'https://office.example:8443' },
    devices: [printer],
    acquirer: null,
    locale: 'en',
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  return folder;
}

test('what is written aside is synced before it has its name, and its folder after it', async ({
  skip,
}) => {
  if (!canTrace) skip('strace is not here, or may not trace');
  const folder = folderWithConfig();
  const trace = join(tempFolder(), 'trace.txt');
  const child = startChild(
    await bundled(program),
    [folder],
    ['strace', '-y', '-f', '-e', calls, '-o', trace],
  );
  expect(await child.ended).toMatchObject({ code: 0, stderr: '' });

  const lines = readFileSync(trace, 'utf8').split('\n');
  const part = (what: string) =>
    lines.slice(
      lines.findIndex((line) => line.includes(`"begin ${what}\\n"`)),
      lines.findIndex((line) => line.includes(`"end ${what}\\n"`)),
    );
  /** Each rename and each sync, in order: `old → new`, `sync name`. */
  const steps = (what: string): string[] =>
    part(what).flatMap((line) => {
      const renamed = /rename(?:at2?)?\(.*?"([^"]+)".*?"([^"]+)"/.exec(line);
      if (renamed)
        return [
          renamed
            .slice(1)
            .map((path) => path.replace(`${folder}/`, ''))
            .join(' → '),
        ];
      const synced = /f(?:data)?sync\(\d+<([^>]+)>/.exec(line)?.[1];
      return synced
        ? [`sync ${synced === folder ? 'folder' : synced.replace(`${folder}/`, '')}`]
        : [];
    });
  const replaced = (name: string) => [`sync ${name}.new`, `${name}.new → ${name}`, 'sync folder'];
  expect(steps('config')).toEqual(replaced('config.json'));
  expect(steps('key')).toEqual(replaced('till.key'));
  expect(steps('certificate')).toEqual([
    ...replaced('certificate-key.pem'),
    ...replaced('certificate.pem'),
  ]);
  expect(steps('exchange')).toEqual([
    'till.db-wal → till-old.db-wal',
    'till.db → till-old.db',
    'sync folder',
    'till-next.db → till.db',
    'sync folder',
  ]);
  expect(steps('settle')).toEqual(['sync folder']);
});

test.for(['write', '/^f(data)?sync$', '/^rename'])(
  'a configuration is the old one or the new one when the process dies at the n-th %s, for every n',
  { timeout: 120_000 },
  async (call, { skip }) => {
    if (!canTrace) skip('strace is not here, or may not trace');
    const bundle = await bundled(program);
    let killed = 0;
    for (let nth = 1, done = false; !done; nth += 1) {
      const folder = folderWithConfig();
      const inject = `inject=${call}:signal=SIGKILL:when=${nth}`;
      const child = startChild(
        bundle,
        [folder, 'config'],
        [
          'strace',
          '-f',
          '-o',
          '/dev/null',
          '-P',
          join(folder, 'config.json.new'),
          '-P',
          join(folder, 'config.json'),
          '-P',
          folder,
          '-e',
          `trace=${call}`,
          '-e',
          inject,
        ],
      );
      const { code } = await child.ended;
      done = code === 0;
      if (!done) killed += 1;
      expect([0, 1]).toContain(readConfig(join(folder, 'config.json')).devices.length);
    }
    expect(killed).toBeGreaterThan(0);
  },
);

test('an exchange that ends between its renames loses neither journal nor the newest entries of one', () => {
  const names = ['till.db', 'till.db-wal', 'till-next.db'];
  /** What is left of an exchange that ended after so many renames, once it is settled. */
  const after = (renames: number): Record<string, string> => {
    const folder = tempFolder();
    const renamed = ['till-old.db-wal', 'till-old.db', 'till.db'];
    const order = ['till.db-wal', 'till.db', 'till-next.db'];
    for (const name of names) {
      const done = order.indexOf(name) < renames;
      writeFileSync(join(folder, (done && renamed[order.indexOf(name)]) || name), name);
    }
    settleFiles(folder);
    expect(existsSync(join(folder, 'till-next.db'))).toBe(false);
    return Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
  };
  const old = { 'till.db': 'till.db', 'till.db-wal': 'till.db-wal' };
  const exchanged = {
    'till.db': 'till-next.db',
    'till-old.db': 'till.db',
    'till-old.db-wal': 'till.db-wal',
  };
  expect([0, 1, 2, 3].map(after)).toEqual([old, old, exchanged, exchanged]);
});
