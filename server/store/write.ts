/**
 * Rows of several tables in one statement: for a till that pushes one sale, the way to PostgreSQL and back costs more
 * than the rows. They travel as JSON, which both databases take apart by the names of the columns.
 */
import { type RawBuilder, sql } from 'kysely';
import { isPostgres } from './postgres.ts';
import type { Tables, Work } from './tables.ts';

type Rows<Table extends keyof Tables> = Readonly<{
  table: Table;
  /** All with the same columns. */
  rows: readonly Readonly<Tables[Table]>[];
  /** Key columns; a row that is there already is replaced. Without it, such a row is an error. */
  replace?: readonly (keyof Tables[Table] & string)[];
}>;

export type AnyRows = { [Table in keyof Tables]: Rows<Table> }[keyof Tables];

/** Inserts all of `writes`. Throws what the database throws. */
export async function writeRows(work: Work, writes: readonly AnyRows[]): Promise<void> {
  const inserts = writes.filter(({ rows }) => rows.length > 0);
  if (!isPostgres(work)) {
    for (const rows of inserts) await insertOf(rows, partsInSqlite).execute(work);
  } else if (inserts.length > 0) {
    const parts = inserts.map(
      (rows) => sql`${sql.id(`into_${rows.table}`)} as (${insertOf(rows, partsInPostgres)})`,
    );
    await sql`with ${sql.join(parts)} select`.execute(work);
  }
}

type Parts = (table: string, columns: readonly string[], json: string) => RawBuilder<unknown>;

function insertOf({ table, rows, replace }: AnyRows, parts: Parts): RawBuilder<unknown> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.id(column)));
  const values = parts(table, columns, JSON.stringify(rows));
  const insert = sql`insert into ${sql.id(table)} (${names}) ${values}`;
  if (!replace) return insert;
  const changed = columns.filter((column) => !(replace as readonly string[]).includes(column));
  const key = sql.join(replace.map((column) => sql.id(column)));
  const set = sql.join(
    changed.map((column) => sql`${sql.id(column)} = excluded.${sql.id(column)}`),
  );
  return sql`${insert} on conflict (${key}) do update set ${set}`;
}

const partsInPostgres: Parts = (table, columns, json) =>
  sql`select ${sql.join(columns.map((column) => sql.id(column)))}
      from json_populate_recordset(null::${sql.id(table)}, ${json})`;

/** `where true` tells the parser that the `on` after it belongs to the insert. */
const partsInSqlite: Parts = (_table, columns, json) =>
  sql`select ${sql.join(columns.map((column) => sql`value ->> ${sql.lit(column)}`))}
      from json_each(${json}) where true`;
