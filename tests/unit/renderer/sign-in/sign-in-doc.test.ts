import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failures } from '../../../helpers/sign-in-failures.ts';
import { failureTables } from '../../../helpers/sign-in-table.ts';

const file = join(import.meta.dirname, '../../../../docs/sign-in.md');
const [begin, end] = ['<!-- table: made by tests -->', '<!-- end of table -->'];

it('docs/sign-in.md says what the till says (vitest -u writes it anew)', async () => {
  const text = readFileSync(file, 'utf8');
  const tables = failureTables();
  expect(tables.match(/^\| .* › tells of: /gm)).toHaveLength(failures.length);
  expect(tables).not.toMatch(/NaN|undefined/);
  const before = text.slice(0, text.indexOf(begin) + begin.length);
  const after = text.slice(text.indexOf(end));
  await expect(`${before}\n\n${tables}\n\n${after}`).toMatchFileSnapshot(file);
});
