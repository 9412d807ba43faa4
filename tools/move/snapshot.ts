/** A back office on SQLite as it stands at one moment, read while nobody is held up. */
import { existsSync } from 'node:fs';
import Sqlite from 'better-sqlite3';

export type Row = Readonly<Record<string, string | number | null>>;

export type Snapshot = Readonly<{
  /** Names of the migrations it went through, in order. */
  migrations: readonly string[];
  /** Whatever another refers to comes before it. */
  tables: readonly string[];
  /** `undefined` for a table that is not here. */
  columns(table: string): readonly string[] | undefined;
  count(table: string): number;
  rows(table: string): Iterable<Row>;
  /** Months of the journal, `YYYY-MM`; and from when to when, by the server's clock, it was written. */
  seen(): Readonly<{ held: readonly string[]; first: number; last: number }>;
  close(): void;
}>;

/** Throws an Error with a sentence where `file` is no database of a back office. */
export function openSnapshot(file: string): Snapshot {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  const db = new Sqlite(file, { readonly: true });
  try {
    return snapshotOf(db);
  } catch (cause) {
    db.close();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} is no database of a back office: ${why}`, { cause });
  }
}

function snapshotOf(db: Sqlite.Database): Snapshot {
  db.exec('begin');
  // The first read fixes the moment.
  const migrations = values<string>(db, 'select name from kysely_migration order by name');
  const tables = tablesOf(db);
  return {
    migrations,
    tables,
    columns: (table) => (tables.includes(table) ? columnsOf(db, table) : undefined),
    count: (table) =>
      db
        .prepare<[], number>(`select count(*) from ${quoted(table)}`)
        .pluck()
        .get() ?? 0,
    rows: (table) => db.prepare<[], Row>(`select * from ${quoted(table)}`).iterate(),
    seen: () => ({
      held: values<string>(db, 'select distinct substr(business_date, 1, 7) from entries'),
      first: Math.min(...values<number>(db, 'select created_at from stores')),
      last: Math.max(...values<number>(db, 'select coalesce(last_push_at, 0) from tills')),
    }),
    close: () => db.close(),
  };
}

function values<Value>(db: Sqlite.Database, query: string): Value[] {
  return db.prepare<[], Value>(query).pluck().all();
}

function tablesOf(db: Sqlite.Database): string[] {
  const names = values<string>(
    db,
    `select name from sqlite_master where type = 'table'
     and name not like 'sqlite%' and name not like 'kysely%' order by name`,
  );
  const parents = db.prepare<[string], string>('select "table" from pragma_foreign_key_list(?)');
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const parent of parents.pluck().all(table)) if (parent !== table) visit(parent);
    ordered.push(table);
  };
  for (const name of names) visit(name);
  return ordered;
}

function columnsOf(db: Sqlite.Database, table: string): string[] {
  return db
    .prepare<[string], string>('select name from pragma_table_info(?) order by name')
    .pluck()
    .all(table);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
