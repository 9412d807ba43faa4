/** Folds the journal once more, from its first entry: the projections are worth nothing by themselves. */

import { findIdentity } from '../file/identity.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable, Writable } from '../file/open.ts';
import type { Projection } from '../file/projection.ts';
import { soundEntries } from '../file/rows.ts';
import { sql } from '../file/sql.ts';
import { foldedUpTo } from '../reports/day-totals.ts';
import { project, projections, unreadOf } from './projections.ts';

/**
 * The projections that cannot be read, were folded by other software, or have not come as far as the journal. All of
 * them where there are entries that only a later version could read: this may be it.
 */
export function staleProjections(db: Readable): readonly Projection[] {
  if (!isReadable(db) || unreadOf(db) > 0) return projections;
  const folded = findKept(db, 'folded') ?? {};
  // What this version does not fold falls behind from now on: whoever knows it shall not believe it.
  const isOfAnother = Object.keys(folded).some(
    (name) => !projections.some((each) => each.name === name),
  );
  if (isOfAnother || foldedUpTo(db) !== lastSeq(db)) return projections;
  return projections.filter(({ name, version }) => folded[name] !== version);
}

function lastSeq(db: Readable): number {
  return db.get<{ seq: number | null }>(sql`SELECT max(seq) AS seq FROM journal`)?.seq ?? 0;
}

function isReadable(db: Readable): boolean {
  const bodies = ['projections', ...projections.flatMap(({ tables }) => tables)].filter((table) =>
    db.get(sql`SELECT 1 FROM pragma_table_info(${table}) WHERE name = 'body'`),
  );
  return bodies.every((table) => !db.get(damagedIn(table)));
}

/** One transaction: a crash in the middle leaves the old ones. Throws Problem journal-broken with the entry's number. */
export function rebuild(db: Writable, which: readonly Projection[] = projections): void {
  db.transaction(() => rebuildWithin(db, which));
}

/** Within the transaction of the caller. */
export function rebuildWithin(db: Writable, which: readonly Projection[] = projections): void {
  clear(db, which);
  const zone = findIdentity(db)?.zone ?? 'UTC';
  for (const entry of soundEntries(db, 0)) project(db, entry, zone, which);
  keep(db, 'folded', Object.fromEntries(projections.map(({ name, version }) => [name, version])));
}

function clear(db: Writable, which: readonly Projection[]): void {
  // Names of before, too.
  if (which === projections) db.run(sql`DELETE FROM projections`);
  for (const { tables, keeps } of which) {
    for (const name of keeps) db.run(sql`DELETE FROM projections WHERE name = ${name}`);
    for (const table of tables) db.run(allOf(table));
  }
}

/** Tables are named by the projections, never by what somebody typed. */
const allOf = (table: string) => ({ text: `DELETE FROM ${table}`, values: [] });
const damagedIn = (table: string) => ({
  text: `SELECT 1 FROM ${table} WHERE NOT json_valid(body) LIMIT 1`,
  values: [],
});
