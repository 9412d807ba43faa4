/** Everything a till may pull is versioned by store: a change counts the store's version on and carries it. */
import { badRequest } from '../basics/refusal.ts';
import type { Database, Work } from '../store/tables.ts';

/** Rows in one INSERT; eight columns each stay far below what SQLite binds. */
const rowsMax = 1_000;

/** Counts the store's version on, and holds its row until the transaction ends. */
export async function nextVersion(work: Work, store: string): Promise<number> {
  const row = await work
    .updateTable('stores')
    .set((is) => ({ version: is('version', '+', 1) }))
    .where('store_id', '=', store)
    .returning('version')
    .executeTakeFirst();
  if (!row) throw badRequest('no-such-store');
  return row.version;
}

/** Key columns, `body` as JSON, and what was taken out of the body to be found by. */
export type Keyed = Readonly<Record<string, string | number>>;

export type VersionedTable =
  | 'items'
  | 'promotions'
  | 'categories'
  | 'roles'
  | 'operators'
  | 'devices';

/** Adds and changes; rows that are the same as before keep their version. */
export async function upsert(
  work: Work,
  table: VersionedTable,
  key: readonly string[],
  store: string,
  version: number,
  rows: readonly Keyed[],
): Promise<void> {
  const kept = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column));
  for (let from = 0; from < rows.length; from += rowsMax) {
    const values = rows
      .slice(from, from + rowsMax)
      .map((row) => ({ ...row, store_id: store, version }));
    await work
      .insertInto(table)
      .values(values as never)
      .onConflict((conflict) =>
        conflict
          .columns(['store_id', ...key] as never[])
          .doUpdateSet((is) =>
            Object.fromEntries(
              ['version', ...kept].map((column) => [column, is.ref(`excluded.${column}` as never)]),
            ),
          )
          .whereRef(`${table}.body`, '<>', 'excluded.body' as never),
      )
      .execute();
  }
}

/** One row, by its key within the store; null where there is none. */
export async function findVersioned(
  db: Database | Work,
  table: VersionedTable | 'catalogue',
  store: string,
  key: Readonly<Record<string, string>>,
): Promise<Readonly<{ version: number; body: string }> | null> {
  let query = db.selectFrom(table).select(['version', 'body']).where('store_id', '=', store);
  for (const [column, value] of Object.entries(key)) {
    query = query.where(column as never, '=', value as never);
  }
  return (await query.executeTakeFirst()) ?? null;
}
