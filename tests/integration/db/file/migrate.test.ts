import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Migration, migrate } from '../../../../db/file/migrate.ts';
import { migrations } from '../../../../db/file/migrations/index.ts';
import { openWritable } from '../../../../db/file/open.ts';
import { sql } from '../../../../db/file/sql.ts';
import { labelLayoutsSchema } from '../../../../domain/goods/layout.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { enrolledTill, tempFolder } from '../../../helpers/till-file.ts';

const step = (number: number, text: string): Migration => ({
  number,
  name: `step-${number}`,
  up: (db) => db.script(text),
});
const notes = step(10, 'CREATE TABLE notes (text TEXT NOT NULL) STRICT');
const authors = step(20, "ALTER TABLE notes ADD COLUMN author TEXT NOT NULL DEFAULT 'nobody'");

function newFile() {
  const file = join(tempFolder(), 'test.db');
  const db = openWritable(file, 'full');
  onTestFinished(() => db.close());
  const version = () => db.get<{ user_version: number }>(sql`PRAGMA user_version`)?.user_version;
  return { file, db, version };
}

describe('a migration', () => {
  test('runs once, in order, and a new file is not backed up', () => {
    const { db, file, version } = newFile();
    migrate(db, [notes, authors]);
    migrate(db, [notes, authors]);
    db.run(sql`INSERT INTO notes (text) VALUES ('kept')`);
    expect(db.all(sql`SELECT * FROM notes`)).toEqual([{ text: 'kept', author: 'nobody' }]);
    expect(version()).toBe(20);
    expect(existsSync(`${file}.before-20.backup`)).toBe(false);
  });

  test('leaves a whole backup of the file as it was', () => {
    const { db, file, version } = newFile();
    migrate(db, [notes]);
    db.run(sql`INSERT INTO notes (text) VALUES ('kept')`);
    migrate(db, [notes, authors]);
    expect(version()).toBe(20);
    const backup = new Database(`${file}.before-20.backup`, { readonly: true });
    expect(backup.prepare('SELECT * FROM notes').all()).toEqual([{ text: 'kept' }]);
    expect(backup.pragma('user_version', { simple: true })).toBe(10);
    expect(backup.pragma('application_id', { simple: true })).toBe(0x526f_6361);
    backup.close();
  });

  test('that fails leaves the file as it was, with those before it undone too', () => {
    const { db, version } = newFile();
    migrate(db, [notes]);
    const bad = step(30, 'CREATE TABLE half (x TEXT); SELECT * FROM nowhere');
    expect(() => migrate(db, [notes, authors, bad])).toThrow(/nowhere/);
    expect(version()).toBe(10);
    expect(db.all(sql`SELECT name FROM sqlite_master WHERE type = 'table'`)).toEqual([
      { name: 'notes' },
    ]);
    migrate(db, [notes, authors]);
    expect(version()).toBe(20);
  });

  test('refuses a file that a newer till has written', () => {
    const { db, file, version } = newFile();
    migrate(db, [notes, authors]);
    const older = () => migrate(db, [notes]);
    expect(older).toThrow(Problem);
    expect(older).toThrow('database-newer');
    expect(version()).toBe(20);
    expect(existsSync(`${file}.before-10.backup`)).toBe(false);
  });

  test('must have a higher number than the one before it', () => {
    const { db } = newFile();
    expect(() => migrate(db, [authors, notes])).toThrow(/rise/);
  });

  test('of the till itself goes step by step from an empty file, with a backup at each', () => {
    const { db, file } = newFile();
    for (let count = 1; count <= migrations.length; count += 1) {
      migrate(db, migrations.slice(0, count));
    }
    expect(existsSync(`${file}.before-40.backup`)).toBe(true);
    const schema = (path: string) => {
      const raw = new Database(path, { readonly: true });
      const rows = raw.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
      raw.close();
      return rows;
    };
    expect(schema(file)).toEqual(schema(enrolledTill().file));
  });
});

test('labels that were grams before there was a setting go on being so, and only then', () => {
  const { db } = newFile();
  migrate(
    db,
    migrations.filter(({ number }) => number < 115),
  );
  db.run(sql`INSERT INTO settings (one, body) VALUES (1, ${JSON.stringify({ currency: 'CNY' })})`);
  migrate(db, migrations);
  const body = () =>
    JSON.parse(db.get<{ body: string }>(sql`SELECT body FROM settings`)?.body ?? '{}');
  expect(body().currency).toBe('CNY');
  expect(body().labels).toHaveLength(10);
  expect(labelLayoutsSchema.parse(body().labels)).toContain('20IIIIIWWWWWC');
});
