/** The books of a back office moved, copied and brought back, by the commands that people type. */
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../../server/store/migrate.ts';
import type { StoreOptions } from '../../../server/store/open.ts';
import { keepMonthsAhead } from '../../../server/store/partitions.ts';
import { type ExecResult, exec, mustExec } from '../../../tools/exec.ts';
import { root } from '../../../tools/paths.ts';
import { findPostgres, type Postgres, startPostgres } from '../../../tools/postgres.ts';
import {
  joinTill,
  type Office,
  officeMorning,
  openOffice,
  type WireTill,
  wireTill,
} from '../../helpers/back-office.ts';
import { cardSale, cashSale, countingIds } from '../../helpers/facts.ts';
import { handClock } from '../../helpers/hand-clock.ts';
import { tempFolder } from '../../helpers/till-file.ts';

const run = (script: string, ...args: string[]): Promise<ExecResult> =>
  exec(process.execPath, [join(root, 'tools', script), ...args]);

const newId = countingIds();

async function opened(where: StoreOptions): Promise<Office> {
  const office = await openOffice(where, handClock(officeMorning));
  onTestFinished(() => office.close());
  return office;
}

const dates = ['2026-11-20', '2026-11-21', '2026-11-22'];

/** Three days of sales, pushed; some of them put aside. */
async function trade(till: WireTill): Promise<void> {
  for (const businessDate of dates) {
    const facts = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? cashSale(newId(), index + 1, 1_000 + index)
        : cardSale(newId(), index + 1, newId(), 2_000 + index),
    );
    await push(till, [...facts, { kind: 'not-known-yet', body: { 'quoted "text"\\': '水\n' } }], {
      businessDate,
    });
  }
}

async function push(till: WireTill, ...written: Parameters<WireTill['write']>): Promise<void> {
  const entries = till.write(...written);
  expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
}

const books = async (till: WireTill) => (await till.call('digests', { from: '2026-01-01' })).body;

const all = ({ store }: Office) =>
  store.db.selectFrom('entries').selectAll().orderBy('seq').execute();

/** The same till, at another server. */
const at = (office: Office, till: WireTill): WireTill =>
  wireTill(office, till.till, till, till.head());

/** Sends what the server does not have, as main does; the last of `entries` is the till's head. */
async function catchUp(till: WireTill, entries: ReturnType<WireTill['write']>): Promise<void> {
  const { seq } = (await till.call('head', till.head())).body as { seq: number };
  const missing = entries.filter((entry) => entry.seq > seq);
  expect(missing.length).toBeGreaterThan(0);
  const answer = await till.call('push', { entries: missing });
  expect(answer).toMatchObject({ status: 200, body: { hash: entries.at(-1)?.hash } });
}

describe('npm run backup', () => {
  it('copies one moment while the server writes; restored, the tills send what is missing, once', async () => {
    const folder = tempFolder();
    const [live, copy] = [join(folder, 'live.db'), join(folder, 'copy.db')];
    const office = await opened({ sqliteFile: live });
    const till = await joinTill(office);
    await trade(till);
    let isCopied = false;
    const copying = run('backup.ts', '--from', live, '--to', copy).finally(() => {
      isCopied = true;
    });
    const since: ReturnType<WireTill['write']> = [];
    // More than one push can take would be another test.
    while (!isCopied && since.length < 400) {
      // Slower than the server lets one till be.
      office.clock.advance(100);
      const entries = till.write([cashSale(newId(), since.length + 100)]);
      expect((await till.call('push', { entries })).status).toBe(200);
      since.push(...entries);
    }
    expect(await copying).toMatchObject({ code: 0 });
    const last = till.write([cashSale(newId(), 9_000)]);
    expect((await till.call('push', { entries: last })).status).toBe(200);
    const whole = await books(till);

    const restored = join(folder, 'restored.db');
    copyFileSync(copy, restored);
    const again = await opened({ sqliteFile: restored });
    const same = at(again, till);
    await catchUp(same, [...since, ...last]);
    expect(await books(same)).toEqual(whole);
    expect(await all(again)).toEqual(await all(office));
  });

  it('leaves alone what is there, and says what it cannot copy', async () => {
    const folder = tempFolder();
    const [live, note] = [join(folder, 'live.db'), join(folder, 'note.txt')];
    await (await openOffice({ sqliteFile: live })).close();
    writeFileSync(note, 'not a database');
    const cases: [string[], number, string][] = [
      [['--from', live], 2, 'Say what is copied where'],
      [['--from', join(folder, 'none.db'), '--to', join(folder, 'a.db')], 1, 'There is no '],
      [['--from', note, '--to', join(folder, 'b.db')], 1, 'is no database of a back office'],
      [['--from', live, '--to', note], 1, `${note} exists.`],
      [['--from', live, '--to', join(folder, 'none', 'c.db')], 1, 'was not copied'],
    ];
    const answers = await Promise.all(cases.map(([args]) => run('backup.ts', ...args)));
    for (const [index, [, code, sentence]] of cases.entries()) {
      expect(answers[index]).toMatchObject({ code, stdout: '' });
      expect(answers[index]?.stderr).toContain(sentence);
    }
    expect(readdirSync(folder).filter((name) => !/^(live\.db|note)/.test(name))).toEqual([]);
  });
});

const found = findPostgres();
const why = found.bin === null ? `: ${found.reason}` : '';

describe.skipIf(found.bin === null)(`With PostgreSQL${why}`, () => {
  const bin = found.bin ?? '';
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres(bin);
  });
  afterAll(() => server.stop());

  it('npm run move brings a store over, and its tills go on', async () => {
    const file = join(tempFolder(), 'back-office.db');
    const databaseUrl = await server.newDatabase();
    const before = await openOffice({ sqliteFile: file });
    const first = await joinTill(before);
    const second = await joinTill(before, first.store, '2');
    await trade(first);
    await trade(second);
    await push(second, [cashSale(newId(), 1)], { businessDate: '2099-01-01' });
    const kept = [await books(first), await books(second)];
    const pulled = await first.call('pull', { cursor: '' });
    await before.close();

    const moved = await run('move.ts', '--from', file, '--to', databaseUrl);
    expect(moved).toMatchObject({ code: 0 });
    expect(moved.stdout).toMatch(/^entries +247 {2}[0-9a-f]{64}$/m);
    expect(moved.stderr).toContain('entries: 100 % of 247');

    const after = await opened({ databaseUrl });
    const tills = [at(after, first), at(after, second)] as const;
    expect([await books(tills[0]), await books(tills[1])]).toEqual(kept);
    expect(await tills[0].call('pull', { cursor: '' })).toEqual(pulled);
    for (const till of tills) await push(till, [cashSale(newId(), 2)]);
    const { rows } = await sql<{ part: string; count: number }>`
      select tableoid::regclass::text as part, count(*) from entries group by 1 order by 1`.execute(
      after.store.db,
    );
    expect(rows).toEqual([
      { part: 'entries_2026_11', count: 248 },
      { part: 'entries_other', count: 1 },
    ]);
    const twice = await run('move.ts', '--from', file, '--to', databaseUrl);
    expect(twice).toMatchObject({ code: 1, stdout: '' });
    expect(twice.stderr).toContain('The PostgreSQL database is not empty');
  });

  it('npm run move moves nothing where something is wrong', async () => {
    const file = join(tempFolder(), 'back-office.db');
    const databaseUrl = await server.newDatabase();
    const office = await openOffice({ sqliteFile: file });
    await trade(await joinTill(office));
    const damage = async (change: string, undo: string, sentence: string) => {
      await sql.raw(change).execute(office.store.db);
      const { code, stderr } = await run('move.ts', '--from', file, '--to', databaseUrl);
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(sentence) });
      await sql.raw(undo).execute(office.store.db);
    };
    await damage(
      "update entries set hash = 'x' || hash where seq = 123",
      'update entries set hash = substr(hash, 2) where seq = 123',
      'does not end where its till is',
    );
    const last = Object.keys(migrations).sort().at(-1);
    await damage(
      `update kysely_migration set name = '9999-newer' where name = '${last}'`,
      `update kysely_migration set name = '${last}' where name = '9999-newer'`,
      'of a newer version (9999-newer)',
    );
    await damage(
      `delete from kysely_migration where name = '${last}'`,
      `insert into kysely_migration values ('${last}', '2099-01-01T00:00:00.000Z')`,
      'of an older version',
    );
    await damage(
      'alter table sales add column extra text',
      'alter table sales drop column extra',
      'The table sales is not the same',
    );
    await office.close();
    const empty = await opened({ databaseUrl });
    for (const table of ['stores', 'tills', 'entries'] as const) {
      expect(await empty.store.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
    const usage = await run('move.ts', '--from', file, '--to', 'mysql://x');
    expect(usage).toMatchObject({ code: 2, stdout: '' });
  });

  it('pg_dump and pg_restore bring all months back; the tills send what is missing, once', async () => {
    const [live, fresh] = [await server.newDatabase(), await server.newDatabase()];
    const office = await opened({ databaseUrl: live });
    await keepMonthsAhead(office.store.db, officeMorning);
    const till = await joinTill(office);
    await trade(till);
    const dump = join(tempFolder(), 'dump');
    // The commands of docs/store.md.
    const pg = (name: string, ...args: string[]) => mustExec(join(bin, name), args);
    await pg('pg_dump', '--format=directory', '--jobs=2', `--file=${dump}`, live);
    const late = till.write([cashSale(newId(), 1), cashSale(newId(), 2)]);
    expect((await till.call('push', { entries: late })).status).toBe(200);
    const whole = await books(till);

    await pg('pg_restore', '--jobs=2', '--exit-on-error', '--no-owner', `--dbname=${fresh}`, dump);
    const again = await opened({ databaseUrl: fresh });
    const same = at(again, till);
    await catchUp(same, late);
    expect(await books(same)).toEqual(whole);
    await keepMonthsAhead(again.store.db, officeMorning);
    expect(await all(again)).toEqual(await all(office));
  });
});
