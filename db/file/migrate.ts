/**
 * Brings a file up to date: numbered steps, all in one transaction, the file's number in `PRAGMA user_version`.
 */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { assert } from '../../domain/basics/assert.ts';
import { Problem } from '../../domain/words/problem.ts';
import { withProblems } from './failure.ts';
import type { Writable } from './open.ts';
import { makePrivate } from './private-file.ts';
import { sql } from './sql.ts';
import { syncFile, syncFolder } from './whole-file.ts';

export type Migration = Readonly<{
  /** In tens, so that a fix fits between. */
  number: number;
  name: string;
  up: (db: Writable) => void;
}>;

/**
 * Runs what the file lacks of `migrations`, after a backup where there is anything to lose.
 * Throws Problem database-newer when a newer till has written the file, disk-full.
 */
export function migrate(db: Writable, migrations: readonly Migration[]): void {
  const numbers = migrations.map((migration) => migration.number);
  assert(
    numbers.every((number, index) => number > (numbers[index - 1] ?? 0)),
    'migrations rise',
  );
  const found = db.get<{ user_version: number }>(sql`PRAGMA user_version`)?.user_version ?? 0;
  const known = numbers.at(-1) ?? 0;
  if (found > known) throw new Problem('database-newer', { file: db.file, found, known });
  const pending = migrations.filter((migration) => migration.number > found);
  if (pending.length === 0) return;

  if (found > 0) backUp(db, `${db.file}.before-${known}.backup`);
  db.transaction(() => {
    for (const migration of pending) migration.up(db);
    db.script(`PRAGMA user_version = ${known}`);
  });
}

/** A whole copy in one file. An older one of the same name is from a try that failed. */
function backUp(db: Writable, copy: string): void {
  rmSync(copy, { force: true });
  withProblems(copy, () => makePrivate(copy));
  db.run(sql`VACUUM INTO ${copy}`);
  withProblems(copy, () => {
    syncFile(copy);
    syncFolder(dirname(copy));
  });
}
