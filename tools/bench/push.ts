/**
 * Journal entries to the back office, in batches over HTTPS as main sends them, signed, the chain checked and the books
 * kept by the real server program, against the same rows with nothing around them: plain prepared inserts into SQLite,
 * `COPY` into PostgreSQL, in as many transactions.
 */
import { join } from 'node:path';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { type BackOffice, pushEntriesMax } from '../../domain/contract/sync.ts';
import type { ExportedEntry } from '../../domain/journal/chain.ts';
import { fitting } from '../../main/use-cases/office/push-batch.ts';
import { type BackOfficeProcess, startBackOffice } from '../demo/back-office.ts';
import { type Figure, spreadOf } from './figures.ts';
import { withFolder } from './folder.ts';
import { joinStore } from './join-store.ts';
import { copyTable, type PlainTable, plainTable } from './plain-rows.ts';
import { withPostgres } from './postgres.ts';
import { appendSales, enrolTill } from './sample-journal.ts';

export function benchPushToSqlite(entriesCount: number): Promise<Figure> {
  return withFolder(async (folder) => {
    const server = await startBackOffice(join(folder, 'back-office'));
    return measure(entriesCount, folder, server, plainTable(join(folder, 'plain.db')), {
      what: 'SQLite',
      floor: `plain inserts, transactions of ${pushEntriesMax}`,
    });
  });
}

export function benchPushToPostgres(entriesCount: number): Promise<Figure> {
  return withPostgres(({ newDatabase, bin }) =>
    withFolder(async (folder) => {
      const server = await startBackOffice(join(folder, 'back-office'), await newDatabase());
      return measure(entriesCount, folder, server, await copyTable(bin, await newDatabase()), {
        what: 'PostgreSQL',
        floor: `COPY of the same rows, ${pushEntriesMax} at a time`,
      });
    }),
  );
}

/** Entries per second of each batch; floor and figure take the same batches in turn. Closes `server` and `plain`. */
async function measure(
  entriesCount: number,
  folder: string,
  server: BackOfficeProcess,
  plain: PlainTable,
  names: Readonly<{ what: string; floor: string }>,
): Promise<Figure> {
  const db = openTillDatabase(join(folder, 'till.db'));
  try {
    const { backOffice, enrolled } = await joinStore(server);
    enrolTill(db, enrolled);
    appendSales(db, entriesCount - db.journal.head().seq, Date.now());
    const pushes: number[] = [];
    const inserts: number[] = [];
    for (;;) {
      const begun = performance.now();
      const batch = await pushBatch(db, backOffice);
      if (batch.length === 0) break;
      pushes.push(perSecond(batch.length, performance.now() - begun));
      inserts.push(perSecond(batch.length, await plain.insert(batch)));
    }
    return {
      what: `push of ${entriesCount.toLocaleString('en')} entries, HTTPS to ${names.what}`,
      unit: 'per second',
      value: spreadOf(pushes, 'per second'),
      floor: { what: names.floor, value: spreadOf(inserts, 'per second') },
    };
  } finally {
    db.close();
    await plain.close();
    await server.close();
  }
}

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1000;
}

/** What main does for each batch; answers the entries, none when the back office has them all. */
async function pushBatch(db: TillDatabase, backOffice: BackOffice): Promise<ExportedEntry[]> {
  const entries = fitting(db.journal.read(db.sync.acknowledgedSeq(), pushEntriesMax));
  if (entries.length === 0) return [];
  const { seq } = await backOffice.call('push', { entries });
  db.sync.setAcknowledged(seq);
  return entries;
}
