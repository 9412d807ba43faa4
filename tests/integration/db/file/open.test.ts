import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../../../db/file/migrations/index.ts';
import { exportJournal } from '../../../../db/journal/export.ts';
import { openTillDatabase } from '../../../../db/till-database.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { startChild } from '../../../helpers/child.ts';
import { cashSale, context } from '../../../helpers/facts.ts';
import { enrolledTill, openForTest, tempFolder } from '../../../helpers/till-file.ts';

const openChild = join(import.meta.dirname, '../../../helpers/children/open-till.ts');

function problemOf(work: () => unknown): Problem {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('opening a till’s file', () => {
  test('makes the file and its folder where there is none', () => {
    const file = join(tempFolder(), 'new/folder/till.db');
    expect(openForTest(file).identity()).toBeNull();
    expect(existsSync(file)).toBe(true);
  });

  test('writes ahead, so that readers and the till do not wait for each other', () => {
    const { file } = enrolledTill();
    const raw = new Database(file, { readonly: true });
    expect(raw.pragma('journal_mode', { simple: true })).toBe('wal');
    raw.close();
  });

  test('is refused at once to a second till in this process', () => {
    const { file } = enrolledTill();
    expect(problemOf(() => openTillDatabase(file)).toData()).toEqual({
      kind: 'database-locked',
      params: { file },
    });
  });

  test('is refused to a second process, and free again when the first is killed', async () => {
    const { file, db } = enrolledTill();
    db.close();
    const holder = startChild(openChild, [file, 'hold']);
    await holder.line('open');
    expect(problemOf(() => openTillDatabase(file)).kind).toBe('database-locked');
    holder.kill('SIGKILL');
    await holder.ended;
    expect(openForTest(file).journal.check()).toMatchObject({ kind: 'whole' });
  });

  test('is free again once closed, and closing twice does no harm', () => {
    const { file, db } = enrolledTill();
    db.close();
    db.close();
    expect(openForTest(file).journal.head().seq).toBe(1);
  });

  test('leaves readers alone: an export runs beside the till and sees what was committed', () => {
    const { file, db, newId } = enrolledTill();
    db.journal.append([cashSale(newId(), 1)], context, newId);
    const lines = [...exportJournal(file)].map((line) => JSON.parse(line));
    expect(lines).toEqual(db.journal.read(0, 10));
  });

  test('refuses a file of a newer till and does not touch it', () => {
    const { file, db } = enrolledTill();
    db.close();
    const raw = new Database(file);
    raw.pragma('user_version = 9990');
    raw.close();
    const before = readFileSync(file);
    expect(problemOf(() => openTillDatabase(file)).toData()).toEqual({
      kind: 'database-newer',
      params: { file, found: 9990, known: migrations.at(-1)?.number },
    });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('refuses what is no database, and another program’s database', () => {
    const folder = tempFolder();
    const noise = join(folder, 'noise.db');
    writeFileSync(noise, 'this is not a database '.repeat(1_000));
    expect(problemOf(() => openTillDatabase(noise)).toData()).toEqual({
      kind: 'database-corrupt',
      params: { file: noise },
    });
    const foreign = join(folder, 'foreign.db');
    const raw = new Database(foreign);
    raw.exec('CREATE TABLE notes (text)');
    raw.close();
    const before = readFileSync(foreign);
    expect(problemOf(() => openTillDatabase(foreign)).kind).toBe('database-corrupt');
    expect(readFileSync(foreign).equals(before)).toBe(true);
  });

  test('says so when pages of the file were damaged, at opening or at the first read of them', () => {
    const { file, db, newId } = enrolledTill();
    for (let number = 1; number <= 200; number += 1) {
      db.journal.append([cashSale(newId(), number)], context, newId);
    }
    db.close();
    const bytes = readFileSync(file);
    const seen = new Set<string>();
    for (let page = 2; page * 4096 < bytes.length; page += 5) {
      const damaged = join(tempFolder(), 'till.db');
      cpSync(file, damaged);
      const copy = Buffer.from(bytes);
      copy.fill(0xa5, page * 4096, (page + 1) * 4096);
      writeFileSync(damaged, copy);
      seen.add(problemOrBroken(damaged));
    }
    // A page of an index that the check does not need does no harm to the journal.
    expect([...seen].sort()).toEqual(['database-corrupt', 'unharmed']);
  });

  test('says read-only when the file may not be written to', ({ skip }) => {
    const { file, db } = enrolledTill();
    db.close();
    // Root may write anywhere, so another user has to try.
    if (process.getuid?.() !== 0) skip('needs root, to become somebody else');
    chmodSync(join(file, '..'), 0o755);
    chmodSync(file, 0o444);
    const nobody = spawnSync(process.execPath, [openChild, file, 'as-nobody'], {
      encoding: 'utf8',
    });
    expect(nobody.stdout).toContain('problem database-readonly');
    expect(openForTest(file).journal.check()).toMatchObject({ kind: 'whole' });
  });
});

/** Whatever happens to a damaged file, it is a named problem, a broken chain, or the damage was elsewhere. */
function problemOrBroken(file: string): string {
  try {
    const db = openTillDatabase(file);
    try {
      return db.journal.check().kind === 'whole' ? 'unharmed' : 'broken';
    } finally {
      db.close();
    }
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.kind;
    throw thrown;
  }
}
