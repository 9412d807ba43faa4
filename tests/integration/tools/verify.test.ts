/** `npm run verify` as an auditor runs it: a program of its own over a file. */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '../../../db/file/rows.ts';
import { openTillDatabase } from '../../../db/till-database.ts';
import { canonicalJson, entryHash, fromHex, toHex } from '../../../domain/journal/chain.ts';
import { type ExecResult, exec } from '../../../tools/exec.ts';
import { root } from '../../../tools/paths.ts';
import { startChild } from '../../helpers/child.ts';
import { cashSale, context, countingIds, signedHead } from '../../helpers/facts.ts';
import { act, playDay } from '../../helpers/random-day.ts';
import { enrol, enrolledTill, tempFolder } from '../../helpers/till-file.ts';

const run = (script: string, ...args: string[]): Promise<ExecResult> =>
  exec(process.execPath, [join(root, 'tools', script), ...args]);
const verify = (...args: string[]) => run('verify.ts', ...args);
async function verdictOf(file: string) {
  const { code, stdout } = await verify(file, '--json');
  return { code, ...JSON.parse(stdout) };
}

/** A till that has sold, pushed and closed, at rest; the same entries every time. */
function closedTill(): string {
  const { db, file, newId } = enrolledTill();
  const acts = fc.sample(act, { numRuns: 12, seed: 20_261_122 });
  playDay(db, acts, newId);
  db.journal.append([cashSale(newId(), 90), cashSale(newId(), 91)], context, newId);
  const head = signedHead(db.journal.head());
  db.journal.append([{ kind: 'journal-pushed', body: { head } }], context, newId);
  db.journal.append([cashSale(newId(), 92)], context, newId);
  db.close();
  return file;
}

/** A copy without the triggers that refuse, as somebody with an editor would make it. */
function tampered(file: string, change: (raw: Database.Database) => void): string {
  const copy = join(tempFolder(), 'tampered.db');
  cpSync(file, copy);
  const raw = new Database(copy);
  raw.exec(`DROP TRIGGER journal_never_changes; DROP TRIGGER journal_is_never_removed;
            DROP TRIGGER journal_only_grows_at_its_end;
            PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON`);
  change(raw);
  raw.close();
  return copy;
}

describe('npm run verify', () => {
  test('says entries, head and dates of a live database, of a copy and of an export', async () => {
    const { db, file, newId } = enrolledTill();
    playDay(db, fc.sample(act, { numRuns: 10, seed: 1 }), newId);
    const head = db.journal.head();
    const live = await verdictOf(file);
    expect(live).toMatchObject({ code: 0, entries: head.seq, head, till: 'till-7', bad: null });
    expect(live.firstBusinessDate).toBe('2026-11-22');
    expect(live.lastBusinessDate).toBe(db.totalsFrom('2026-01-01').at(-1)?.businessDate);

    const exported = join(tempFolder(), 'journal.ndjson');
    expect((await run('export.ts', file, exported)).code).toBe(0);
    expect(await verdictOf(exported)).toEqual(live);
    db.close();
    const copy = join(tempFolder(), 'copy.db');
    cpSync(file, copy);
    expect(await verdictOf(copy)).toEqual(live);
    expect(readdirSync(join(copy, '..'))).toEqual(['copy.db']);
  });

  test('reads a whole chain while the till goes on selling', async () => {
    const file = join(tempFolder(), 'till.db');
    const db = openTillDatabase(file);
    enrol(db, countingIds());
    db.close();
    const seller = startChild(join(import.meta.dirname, '../../helpers/children/sell.ts'), [file]);
    await seller.line('written 20');
    for (const _ of [1, 2, 3]) {
      const verdict = await verdictOf(file);
      expect(verdict).toMatchObject({ code: 0, bad: null });
      expect(verdict.entries).toBeGreaterThan(20);
    }
    seller.kill('SIGKILL');
    await seller.ended;
    // Nobody has tidied up after it: the newest entries are still in the write-ahead log.
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect((await verdictOf(file)).code).toBe(0);
    const copy = join(tempFolder(), 'copy.db');
    cpSync(file, copy);
    cpSync(`${file}-wal`, `${copy}-wal`);
    expect(await verdictOf(copy)).toEqual(await verdictOf(file));
  });

  test('names exactly the entry in which one byte was changed, in whatever column', async () => {
    const file = closedTill();
    const columns = ['id', 'at', 'business_date', 'operator', 'kind', 'body', 'prev', 'hash'];
    const last = (await verdictOf(file)).entries as number;
    const [random] = fc.sample(fc.infiniteStream(fc.nat()), { numRuns: 1, seed: 7 });
    for (const column of columns) {
      const seq = 1 + (Number(random?.next().value) % last);
      const bad = tampered(file, (raw) => flip(raw, seq, column, Number(random?.next().value)));
      const verdict = await verdictOf(bad);
      expect({ column, ...verdict }).toMatchObject({
        column,
        code: 1,
        entries: seq - 1,
        bad: { seq },
      });
    }
  });

  test('names the entry that was removed, and the first of two that were swapped', async () => {
    const file = closedTill();
    const removed = tampered(file, (raw) => raw.exec('DELETE FROM journal WHERE seq = 5'));
    expect(await verdictOf(removed)).toMatchObject({
      code: 1,
      entries: 4,
      bad: { seq: 5, why: 'missing' },
    });
    expect((await verify(removed)).stdout).toContain(
      'Entry 5 is bad: it is missing: where it should be stands entry 6.',
    );
    const swapped = tampered(file, (raw) =>
      raw.exec(`UPDATE journal SET seq = -4 WHERE seq = 4; UPDATE journal SET seq = 4 WHERE seq = 8;
                UPDATE journal SET seq = 8 WHERE seq = -4`),
    );
    expect(await verdictOf(swapped)).toMatchObject({ code: 1, bad: { seq: 4 } });
    const renamed = tampered(file, (raw) =>
      raw.exec("DROP TRIGGER till_never_changes; UPDATE till SET till = 'till-8'"),
    );
    expect(await verdictOf(renamed)).toMatchObject({ code: 1, bad: { seq: 1, why: 'hash' } });
  });

  test('finds the same in an export: a changed, a missing, a moved and a broken line', async () => {
    const exported = join(tempFolder(), 'journal.ndjson');
    await run('export.ts', closedTill(), exported);
    const lines = readFileSync(exported, 'utf8').trimEnd().split('\n');
    const written = async (changed: readonly string[]) => {
      writeFileSync(exported, `${changed.join('\n')}\n`);
      return (await verdictOf(exported)).bad;
    };
    const line = (seq: number) => lines[seq - 1] ?? '';
    expect(await written(lines)).toBeNull();
    expect(await written(lines.with(5, line(6).replace('"at":1', '"at":2')))).toMatchObject({
      seq: 6,
      why: 'hash',
    });
    expect(await written(lines.toSpliced(5, 1))).toMatchObject({ seq: 6, why: 'missing' });
    expect(await written(lines.with(5, line(7)).with(6, line(6)))).toMatchObject({ seq: 6 });
    expect(await written(lines.with(5, line(6).slice(0, -9)))).toMatchObject({ seq: 6 });
    expect(await written(lines.with(5, line(6).replace('{', '{"more":1,')))).toMatchObject({
      seq: 6,
      why: 'fields',
    });
  });

  test('finds a journal that was made up anew by its signatures', async () => {
    const file = closedTill();
    const forged = tampered(file, (raw) => {
      // Whoever can compute hashes can change a sale and chain all the rest to it; the key they have not.
      rechain(raw, (entry) =>
        entry.kind === 'sale-completed'
          ? entry.body.replace('"pieces":1', '"pieces":2')
          : entry.body,
      );
    });
    expect(await verdictOf(forged)).toMatchObject({ code: 1, bad: { why: 'head' } });
    const resigned = tampered(file, (raw) => {
      rechain(raw, (entry) => entry.body.replace(/"signature":"..../, '"signature":"AAAA'));
    });
    expect(await verdictOf(resigned)).toMatchObject({ code: 1, bad: { why: 'signature' } });
  });

  test('says in a sentence why it cannot read a file, with code 2', async () => {
    const folder = tempFolder();
    const write = (name: string, bytes: string | Buffer) => {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      return file;
    };
    const foreign = join(folder, 'foreign.db');
    new Database(foreign).exec('CREATE TABLE notes (text)').close();
    const torn = readFileSync(closedTill()).subarray(0, 4096 * 3);
    for (const [file, says] of [
      [join(folder, 'nowhere.db'), /There is no file/],
      [folder, /cannot be read \(EISDIR\)/],
      [write('empty.db', ''), /is empty/],
      [write('letter.txt', 'Dear auditor'), /neither a till's database nor an export/],
      [foreign, /no till's database/],
      [write('torn.db', torn), /damaged/],
    ] as const) {
      const { code, stdout, stderr } = await verify(file);
      expect({ file, code, stdout }).toEqual({ file, code: 2, stdout: '' });
      expect(stderr).toMatch(says);
    }
    expect(await verify()).toMatchObject({ code: 2, stderr: expect.stringContaining('Say which') });
  });
});

/** Changes one bit of one byte, so that the value stays of its type where the type matters to SQLite. */
function flip(raw: Database.Database, seq: number, column: string, random: number): void {
  const value: unknown = raw
    .prepare(`SELECT ${column} FROM journal WHERE seq = ?`)
    .pluck()
    .get(seq);
  const set = (changed: unknown) =>
    raw.prepare(`UPDATE journal SET ${column} = ? WHERE seq = ?`).run(changed, seq);
  if (typeof value === 'number') {
    set(value + 2 ** (random % 30));
  } else if (value === null) {
    set('');
  } else if (typeof value === 'string') {
    const bytes = Buffer.from(value, 'utf8');
    const at = random % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    raw.prepare(`UPDATE journal SET ${column} = CAST(? AS TEXT) WHERE seq = ?`).run(bytes, seq);
  } else if (Buffer.isBuffer(value)) {
    const bytes = Buffer.from(value);
    const at = random % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    set(bytes);
  }
}

type Row = Readonly<{
  seq: number;
  id: string;
  at: number;
  business_date: string;
  operator: string | null;
  kind: string;
  body: string;
}>;

/** Gives every entry the body that `change` makes of it, and hashes the chain anew. */
function rechain(raw: Database.Database, change: (row: Row) => string): void {
  const till = raw.prepare('SELECT till FROM till').pluck().get() as string;
  let prev = '0'.repeat(64);
  for (const row of raw.prepare('SELECT * FROM journal ORDER BY seq').all() as Row[]) {
    const { seq, id, at, operator, kind, business_date: businessDate } = row;
    const body = JSON.parse(change(row));
    const content = { seq, id, at, operator, kind, businessDate, body, till };
    const hash = toHex(entryHash(fromHex(prev), content, sha256));
    raw
      .prepare('UPDATE journal SET body = ?, prev = ?, hash = ? WHERE seq = ?')
      .run(canonicalJson(body), fromHex(prev), fromHex(hash), seq);
    prev = hash;
  }
}
