/** Each kind of untruth is planted once in a small house of its own, and must be told. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { checkDocs, sourcesOfPictures, takenFile } from '../../../tools/check/docs.ts';

const whole = {
  'package.json': JSON.stringify({ version: '1.2.3', scripts: { start: 'x' } }),
  'db/file/open.ts': '',
  'renderer/page.tsx': '',
  'docs/a.md': '# A part\n\n[b](b.md#two-words) `db/file/open.ts` `npm start`\n',
  'docs/b.md':
    '# Two words\n\n[a](a.md) [out](https://example.com) `db/*/open.ts` `sale.complete`\n',
  'db/README.md': '`file/open.ts` `db/file/open.ts` `openTillDatabase(file)`\n',
};

describe('documents', () => {
  test('that are true are left in peace', () => {
    expect(checkDocs(house(whole))).toEqual([]);
  });

  test.each([
    ['a link to no file', 'docs/a.md', '[c](c.md)', 'leads nowhere: c.md'],
    ['a link to no heading', 'docs/a.md', '[b](b.md#three)', 'leads nowhere: b.md#three'],
    ['a path from the top', 'docs/a.md', 'see `db/open.ts`', 'is not there: db/open.ts'],
    ['a file of the folder', 'db/README.md', 'see `open.ts`', 'is not there: open.ts'],
    ['a command', 'docs/a.md', '`npm run begin -- X`', 'no such command: npm run begin'],
  ])('that name %s which is not there are told', (_, file, line, says) => {
    const before = whole[file as keyof typeof whole];
    const found = checkDocs(house({ ...whole, [file]: `${before}${line}\n` }));
    const number = before.split('\n').length;
    expect(found).toEqual([{ level: 'error', where: `${file}:${number}`, says }]);
  });

  test('with pictures of another version are wrong, of older sources noted', () => {
    const root = house(whole);
    const take = (version: string, sources: string) => {
      mkdirSync(join(root, dirname(takenFile)), { recursive: true });
      writeFileSync(join(root, takenFile), JSON.stringify({ version, sources }));
      return checkDocs(root).map(({ level }) => level);
    };
    expect(take('1.2.3', sourcesOfPictures(root))).toEqual([]);
    expect(take('1.2.2', sourcesOfPictures(root))).toEqual(['error']);
    expect(take('1.2.3', 'of before')).toEqual(['note']);
  });
});

function house(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'rollcall-docs-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  execFileSync('git', ['init', '-q'], { cwd: root });
  execFileSync('git', ['add', '.'], { cwd: root });
  return root;
}
