/** Folds the journal once more, from its first entry: the projections are worth nothing by themselves. */
import { parseFact } from '../domain/journal-entry.ts';
import { findIdentity } from './identity.ts';
import { readEntries } from './journal.ts';
import { findKept, keep } from './kept.ts';
import type { Readable, Writable } from './open.ts';
import { project, projectionsVersion } from './projections.ts';
import { sql } from './sql.ts';

/** Entries in memory at a time. */
const pageSize = 500;

/** Whether the projections were made by this software and have come as far as the journal. */
export function isUpToDate(db: Readable): boolean {
  const mark = findKept(db, 'mark') ?? { version: projectionsVersion, seq: 0 };
  const row = db.get<{ seq: number | null }>(sql`SELECT max(seq) AS seq FROM journal`);
  return mark.version === projectionsVersion && mark.seq === (row?.seq ?? 0);
}

/** One transaction: a crash in the middle leaves the old ones. */
export function rebuild(db: Writable): void {
  db.transaction(() => {
    clear(db);
    const zone = findIdentity(db)?.zone ?? 'UTC';
    let seq = 0;
    for (;;) {
      const page = readEntries(db, seq, pageSize);
      for (const { kind, body, ...place } of page) {
        project(db, { ...parseFact(kind, body), ...place }, zone);
      }
      const last = page.at(-1);
      if (!last) return;
      seq = last.seq;
    }
  });
}

function clear(db: Writable): void {
  db.run(sql`DELETE FROM day_totals`);
  db.run(sql`DELETE FROM sales`);
  db.run(sql`DELETE FROM attempts`);
  db.run(sql`DELETE FROM wrong_tries`);
  db.run(sql`DELETE FROM projections`);
  keep(db, 'mark', { version: projectionsVersion, seq: 0 });
}
