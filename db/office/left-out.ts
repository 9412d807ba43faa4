/** Rows of the back office that this version could not read, until a later one can. */
import type { LeftOut } from '../../domain/office/left-out.ts';
import type { Readable, Writable } from '../file/open.ts';
import { sql } from '../file/sql.ts';

export function listLeftOut(db: Readable): LeftOut[] {
  return db.all<LeftOut>(sql`SELECT list, key, body FROM left_out ORDER BY list, key`);
}

/** Adds and replaces. */
export function addLeftOut(db: Writable, rows: readonly LeftOut[]): void {
  for (const { list, key, body } of rows) {
    db.run(
      sql`INSERT INTO left_out (list, key, body) VALUES (${list}, ${key}, ${body})
          ON CONFLICT (list, key) DO UPDATE SET body = excluded.body`,
    );
  }
}

/** They could be read by now, or another row came in their place. */
export function removeLeftOut(db: Writable, rows: readonly Pick<LeftOut, 'list' | 'key'>[]): void {
  for (const { list, key } of rows) {
    db.run(sql`DELETE FROM left_out WHERE list = ${list} AND key = ${key}`);
  }
}
