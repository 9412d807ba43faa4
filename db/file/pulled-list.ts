/** A list of the back office's, kept as it came: a table of ids and bodies, read once until it changes. */
import type { Writable } from './open.ts';
import { readStored } from './stored.ts';

type Table = 'categories' | 'promotions' | 'roles';

export type PulledList<Row> = Readonly<{
  /** Adds and replaces; one that is gone comes as withdrawn. */
  apply(rows: readonly Row[]): void;
  /** All of them at once: one that is not among them was never decided. */
  replace(rows: readonly Row[]): void;
  /** By id, the withdrawn too; the same object until it changes. */
  list(): readonly Row[];
}>;

/** `list` throws Problem database-corrupt where a body is not what `parse` takes. */
export function openPulledList<Row extends Readonly<{ id: string }>>(
  db: Writable,
  table: Table,
  parse: (body: unknown) => Row,
): PulledList<Row> {
  // Asked after every scan and before every act.
  let known: readonly Row[] | null = null;
  const write = (rows: readonly Row[]): void => {
    known = null;
    for (const row of rows) {
      db.run({
        text: `INSERT INTO ${table} (id, body) VALUES (?, ?)
               ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
        values: [row.id, JSON.stringify(row)],
      });
    }
  };
  return {
    apply: (rows) => db.transaction(() => write(rows)),
    replace: (rows) =>
      db.transaction(() => {
        db.run({ text: `DELETE FROM ${table}`, values: [] });
        write(rows);
      }),
    list: () => {
      known ??= db
        .all<{ body: string }>({ text: `SELECT body FROM ${table} ORDER BY id`, values: [] })
        .map(({ body }) => readStored(db.file, body, parse));
      return known;
    },
  };
}
