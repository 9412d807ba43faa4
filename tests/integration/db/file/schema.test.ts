import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { enrolledTill } from '../../../helpers/till-file.ts';

/** After a new migration: `vitest run tests/integration/db/schema -u`, and read what changed. Only ever additions. */
test('the schema is the one in db/file/schema.snapshot.sql', async () => {
  const { file } = enrolledTill();
  const raw = new Database(file, { readonly: true });
  const statements = raw
    .prepare(
      `SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'item_words_%'
       ORDER BY tbl_name, type = 'table' DESC, name`,
    )
    .pluck()
    .all() as string[];
  const version = raw.pragma('user_version', { simple: true });
  raw.close();
  const text = [`-- Version ${version}`, ...statements.map((statement) => `${dedent(statement)};`)];
  await expect(`${text.join('\n\n')}\n`).toMatchFileSnapshot(
    join(import.meta.dirname, '../../../../db/file/schema.snapshot.sql'),
  );
});

/** Migrations are indented by where they stand in the source. */
function dedent(statement: string): string {
  return statement.replace(/\n {6}/g, '\n');
}
