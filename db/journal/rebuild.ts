/** Folds the journal once more, from its first entry: the projections are worth nothing by themselves. */

import { findIdentity } from '../file/identity.ts';
import { findKept, keep } from '../file/kept.ts';
import type { Readable, Writable } from '../file/open.ts';
import { soundEntries } from '../file/rows.ts';
import { sql } from '../file/sql.ts';
import { project, projectionsVersion, unreadOf } from './projections.ts';

/** Whether the projections can be read, were made by this software and have come as far as the journal. */
export function isUpToDate(db: Readable): boolean {
  if (!isReadable(db)) return false;
  // Another version may have come, which can read them.
  if (unreadOf(db) > 0) return false;
  const mark = findKept(db, 'mark') ?? { version: projectionsVersion, seq: 0 };
  const row = db.get<{ seq: number | null }>(sql`SELECT max(seq) AS seq FROM journal`);
  return mark.version === projectionsVersion && mark.seq === (row?.seq ?? 0);
}

function isReadable(db: Readable): boolean {
  const row = db.get<{ broken: number }>(
    sql`SELECT (SELECT count(*) FROM projections WHERE NOT json_valid(body))
             + (SELECT count(*) FROM day_totals WHERE NOT json_valid(body)) AS broken`,
  );
  return row?.broken === 0;
}

/** One transaction: a crash in the middle leaves the old ones. Throws Problem journal-broken with the entry's number. */
export function rebuild(db: Writable): void {
  db.transaction(() => rebuildWithin(db));
}

/** Within the transaction of the caller. */
export function rebuildWithin(db: Writable): void {
  clear(db);
  const zone = findIdentity(db)?.zone ?? 'UTC';
  for (const entry of soundEntries(db, 0)) project(db, entry, zone);
}

function clear(db: Writable): void {
  db.run(sql`DELETE FROM day_totals`);
  db.run(sql`DELETE FROM sales`);
  db.run(sql`DELETE FROM attempts`);
  db.run(sql`DELETE FROM wrong_tries`);
  db.run(sql`DELETE FROM projections`);
  keep(db, 'mark', { version: projectionsVersion, seq: 0 });
}
