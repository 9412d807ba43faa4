/** How the tables come to be: by several servers at once, through crashes, and month by month. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { categorySchema, firstCategories, inOrder } from '../../../../domain/goods/category.ts';
import { storeSettingsSchema } from '../../../../domain/office/store-settings.ts';
import { migrate, migrations } from '../../../../server/store/migrate.ts';
import { openStore, type Store } from '../../../../server/store/open.ts';
import { keepMonthsAhead } from '../../../../server/store/partitions.ts';
import { postgres } from '../../../../server/store/postgres.ts';
import { sqlite } from '../../../../server/store/sqlite.ts';
import type { Database, Tables } from '../../../../server/store/tables.ts';
import { startUpkeep } from '../../../../server/store/upkeep.ts';
import { root } from '../../../../tools/paths.ts';
import { findPostgres, type Postgres, startPostgres } from '../../../../tools/postgres.ts';
import {
  joinTill,
  officeMorning,
  openOffice,
  settings,
  wireTill,
} from '../../../helpers/back-office.ts';
import { startChild } from '../../../helpers/child.ts';
import { handClock } from '../../../helpers/hand-clock.ts';
import { tempFolder } from '../../../helpers/till-file.ts';

const child = (name: string, where: string) =>
  startChild(join(root, 'tests/helpers/children', `${name}.ts`), [where]);

const drawer = { kind: 'drawer-opened', body: {} } as const;
const dayMs = 24 * 3_600_000;

/** Name → when it was done. */
async function done(db: Database): Promise<{ name: string; timestamp: string }[]> {
  const { rows } = await sql<{ name: string; timestamp: string }>`
    select name, timestamp from kysely_migration order by name`.execute(db);
  return rows;
}

async function opened(where: Parameters<typeof openStore>[0]): Promise<Store> {
  const store = await openStore(where);
  onTestFinished(() => store.close());
  return store;
}

function bare(where: string): Database {
  const dialect = where.startsWith('postgres:') ? postgres(where) : sqlite(where);
  const db = new Kysely<Tables>({ dialect });
  onTestFinished(() => db.destroy());
  return db;
}

const found = findPostgres();
const title = `The tables on PostgreSQL${found.bin === null ? `: ${found.reason}` : ''}`;

function startsAndCrashes(newWhere: () => Promise<string>): void {
  it('are made once by four servers that start at once on an empty database', async () => {
    const where = await newWhere();
    const servers = [1, 2, 3, 4].map(() => child('open-store', where));
    for (const server of servers) {
      expect(await server.ended).toMatchObject({ code: 0, lines: ['opening', 'opened'] });
    }
    const names = (await done(bare(where))).map(({ name }) => name);
    expect(names).toEqual(Object.keys(migrations).sort());
  });

  it('are those from before when the server is killed in the middle, and the next one makes them', async () => {
    const where = await newWhere();
    const killed = child('migrate-and-die', where);
    expect(await killed.ended).toMatchObject({ code: 'SIGKILL', lines: ['dying'] });
    const db = bare(where);
    expect(await db.introspection.getTables({ withInternalKyselyTables: true })).toEqual([]);
    await migrate(db);
    expect((await done(db)).map(({ name }) => name)).toEqual(Object.keys(migrations).sort());
  });

  it('stay as they are when they are newer than the server', async () => {
    const where = await newWhere();
    const db = bare(where);
    await migrate(db, { ...migrations, '9999-newer': { up: async () => undefined } });
    const before = await done(db);
    await expect(migrate(db)).rejects.toThrow('was made by a newer version of the server');
    expect(await done(db)).toEqual(before);
  });
}

describe('The tables on SQLite', () => {
  startsAndCrashes(async () => join(tempFolder(), 'back-office.db'));
});

describe.skipIf(found.bin === null)(title, () => {
  let server: Postgres;
  beforeAll(async () => {
    server = await startPostgres(found.bin ?? '');
  });
  afterAll(() => server.stop());

  startsAndCrashes(() => server.newDatabase());

  /** Partition → how many entries it holds. */
  async function held(db: Database): Promise<Record<string, number>> {
    const { rows } = await sql<{ part: string; count: number }>`
      select tableoid::regclass::text as part, count(*) from entries group by 1`.execute(db);
    return Object.fromEntries(rows.map(({ part, count }) => [part, count]));
  }

  async function months(db: Database): Promise<string[]> {
    const { rows } = await sql<{ part: string }>`
      select inhrelid::regclass::text as part from pg_inherits
      where inhparent = 'entries'::regclass order by 1`.execute(db);
    return rows.map(({ part }) => part);
  }

  it('lead every key, index and reference with the store, but for those docs/store.md names', async () => {
    const { db } = await opened({ databaseUrl: await server.newDatabase() });
    const indexes = await sql<{ index: string; first: string }>`
      select indexrelid::regclass::text as index, attname as first
      from pg_index join pg_class on pg_class.oid = indrelid
      join pg_attribute on attrelid = indrelid and attnum = indkey[0]
      where relnamespace = current_schema()::regnamespace and not relispartition
      and relname not like 'kysely%' order by 1`.execute(db);
    const references = await sql<{ index: string; first: string }>`
      select conrelid::regclass || ' ' || conname as index, attname as first
      from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and connamespace = current_schema()::regnamespace order by 1`.execute(db);
    const others = [...indexes.rows, ...references.rows].filter(
      ({ first }) => first !== 'store_id',
    );
    const doc = readFileSync(join(root, 'docs/store.md'), 'utf8');
    const named = new Set(/Not by store: (.+)/.exec(doc)?.[1]?.match(/[a-z_]+/g));
    expect(others.map(({ index }) => index).filter((index) => !isOf(named, index))).toEqual([]);
    // A list that nobody needs any more is wrong as well.
    const unneeded = [...named].filter(
      (name) => !others.some(({ index }) => isOf(new Set([name]), index)),
    );
    expect(unneeded).toEqual([]);
    expect(indexes.rows.length).toBeGreaterThan(15);
  });

  it('take the entries of an older server into their months', async () => {
    const db = bare(await server.newDatabase());
    await migrate(db, only('0001-first'));
    await sql`insert into stores values ('s', '{}', 1, null, 0, ${Date.UTC(2026, 8, 1)})`.execute(
      db,
    );
    await sql`
      insert into tills values ('s', 't', '1', null, null, 6, '', '{}', null,
        ${Date.UTC(2026, 10, 22)}, null, null)`.execute(db);
    const dates = [
      '2026-08-31', // a till in a zone behind UTC, in the first hours of the store
      '2026-09-01',
      '2026-09-30',
      '2026-11-22',
      '2031-01-01', // a till whose clock was wrong
      '1999-12-31',
    ];
    for (const [index, date] of dates.entries()) {
      await sql`
        insert into entries values ('s', 't', ${index + 1}, ${`id ${index}`}, 1, ${date}, null,
          'drawer-opened', '{"n":1}', 'p', ${`h ${index}`})`.execute(db);
    }
    const before = await db.selectFrom('entries').selectAll().orderBy('seq').execute();
    await migrate(db);
    expect(await db.selectFrom('entries').selectAll().orderBy('seq').execute()).toEqual(before);
    expect(await held(db)).toEqual({
      entries_2026_08: 1,
      entries_2026_09: 2,
      entries_2026_11: 1,
      entries_other: 2,
    });
  });

  it('are brought up to date beside an older server that serves, and it notices nothing', async () => {
    const databaseUrl = await server.newDatabase();
    const db = bare(databaseUrl);
    await migrate(db, only('0125-secret-changes'));
    await sql`insert into stores values ('s', '{}', 1, null, 0, 0)`.execute(db);
    await sql`insert into tills (store_id, till_id, name, head_seq, head_hash, day)
      values ('s', 't', '1', 0, '', '{}')`.execute(db);
    const locked = async () => {
      const { rows } = await sql<{ held: number }>`
        select count(*) as held from pg_locks join pg_class on pg_class.oid = relation
        where relname in ('stores', 'tills', 'day_totals') and not granted`.execute(db);
      return (rows[0]?.held ?? 0) > 0;
    };
    // A push: the till's row first, then the sums of its day. Migrations change those tables the other way round.
    let migrating: Promise<void> | undefined;
    const serving = bare(databaseUrl);
    await serving.transaction().execute(async (work) => {
      await sql`update tills set last_push_at = 1`.execute(work);
      migrating = migrate(bare(databaseUrl));
      await vi.waitUntil(locked, 15_000);
      await sql`insert into day_totals (store_id, till_id, business_date, totals)
        values ('s', 't', '2026-11-22', '{}')`.execute(work);
      await sql`update stores set version = 2`.execute(work);
    });
    await migrating;
    expect((await done(db)).map(({ name }) => name)).toEqual(Object.keys(migrations).sort());
    const [row] = await db.selectFrom('day_totals').select(['totals', 'fold']).execute();
    expect(row).toEqual({ totals: '{}', fold: 1 });
  }, 60_000);

  it('have the months around today, made by one of several servers that start at once', async () => {
    const databaseUrl = await server.newDatabase();
    const stores = [await opened({ databaseUrl }), await opened({ databaseUrl })];
    await Promise.all(
      [...stores, ...stores].map(({ db }) => keepMonthsAhead(db, Date.UTC(2026, 11, 31, 23))),
    );
    expect(await months(stores[0]?.db as Database)).toEqual([
      'entries_2026_11',
      'entries_2026_12',
      'entries_2027_01',
      'entries_2027_02',
      'entries_2027_03',
      'entries_other',
    ]);
  });

  it('have the next month before it begins, while the server runs', async () => {
    const { db, close } = await openStore({ databaseUrl: await server.newDatabase() });
    const clock = handClock(officeMorning);
    const faults: unknown[] = [];
    const end = await startUpkeep({ db, close }, clock, (fault) => faults.push(fault));
    expect((await months(db)).at(-2)).toBe('entries_2027_02');
    for (let day = 0; day < 9; day += 1) clock.advance(dayMs);
    await vi.waitUntil(async () => (await months(db)).includes('entries_2027_03'), 15_000);
    end();
    expect(faults).toEqual([]);
    await close();
  });

  it('keep what a till with a wrong clock sends apart, until its month comes', async () => {
    const office = await openOffice({ databaseUrl: await server.newDatabase() });
    onTestFinished(() => office.close());
    const { db } = office.store;
    await keepMonthsAhead(db, officeMorning);
    const till = await joinTill(office);
    const dates = ['2026-11-22', '2027-06-15', '0001-01-01', '9999-12-31', '2026-11-22'];
    for (const businessDate of dates) {
      const entries = till.write([drawer], { businessDate });
      expect(await till.call('push', { entries })).toEqual({ status: 200, body: till.head() });
    }
    expect(await held(db)).toEqual({ entries_2026_11: 2, entries_other: 3 });
    await keepMonthsAhead(db, Date.UTC(2027, 4, 20));
    expect(await held(db)).toEqual({ entries_2026_11: 2, entries_2027_06: 1, entries_other: 2 });
    const all = await db.selectFrom('entries').select('business_date').orderBy('seq').execute();
    expect(all.map((row) => row.business_date)).toEqual(dates);
  });

  it('hold one entry under a number, whatever dates two copies of a till give it', async () => {
    const office = await openOffice({ databaseUrl: await server.newDatabase() });
    onTestFinished(() => office.close());
    await keepMonthsAhead(office.store.db, officeMorning);
    const till = await joinTill(office);
    const copy = (businessDate: string) => ({
      entries: wireTill(office, till.till, till).write([drawer], { businessDate }),
    });
    const dates = ['2026-10-31', '2026-11-01', '1970-01-01'];
    const answers = await Promise.all(dates.map((date) => till.call('push', copy(date))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    for (const { status, body } of answers) {
      if (status === 409) expect(body).toMatchObject({ problem: { params: { why: 'fork' } } });
    }
    expect(await office.store.db.selectFrom('entries').select('seq').execute()).toHaveLength(1);
  });
});

/** Whether an index or reference belongs to one of `tables`, by the name it has. */
function isOf(tables: ReadonlySet<string>, index: string): boolean {
  return [...tables].some((table) => index.startsWith(table));
}

function only(last: string): typeof migrations {
  return Object.fromEntries(Object.entries(migrations).filter(([name]) => name <= last));
}

it('labels that were grams before there was a setting go on being so; a new store has none', async () => {
  const db = bare(join(tempFolder(), 'office.db'));
  const older = Object.entries(migrations).filter(([name]) => name < '0115-labels');
  const before = Object.fromEntries(older);
  await migrate(db, before);
  const old = { ...settings, labels: undefined };
  const store = {
    store_id: 's1',
    settings: JSON.stringify(old),
    version: 7,
    release_version: null,
    release_mandatory: 0,
    created_at: 0,
  };
  await db.insertInto('stores').values(store).execute();
  await db
    .insertInto('stores')
    .values({ ...store, store_id: 's2', settings: JSON.stringify(settings) })
    .execute();
  const labels = Object.entries(migrations).filter(([name]) => name <= '0115-labels');
  await migrate(db, Object.fromEntries(labels));
  const rows = await db.selectFrom('stores').selectAll().orderBy('store_id').execute();
  const found = rows.map((row) => [
    row.version,
    storeSettingsSchema.parse(JSON.parse(row.settings)).labels.length,
  ]);
  expect(found).toEqual([
    [8, 10],
    [7, 0],
  ]);
  // Categories were words of the program until there was a tree: each store has them, and its tills pull them.
  await migrate(db);
  for (const [store, version] of [
    ['s1', 9],
    ['s2', 8],
  ] as const) {
    const first = await db
      .selectFrom('categories')
      .selectAll()
      .where('store_id', '=', store)
      .execute();
    expect(first.map((row) => row.version)).toEqual(firstCategories.map(() => version));
    const tree = first.map(({ body }) => categorySchema.parse(JSON.parse(body)));
    expect(inOrder(tree).map(({ category }) => category)).toEqual(firstCategories);
  }
});
