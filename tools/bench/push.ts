/**
 * 10,000 journal entries to the back office, in batches over HTTPS as main sends them, signed, the chain checked and the
 * books kept by the real server on SQLite, against the same rows by plain prepared inserts in as many transactions.
 */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openTillDatabase, type TillDatabase } from '../../db/index.ts';
import { type BackOffice, pushEntriesMax } from '../../domain/contract/sync.ts';
import type { ExportedEntry } from '../../domain/journal-chain.ts';
import type { Fact } from '../../domain/journal-entry.ts';
import { createBackOffice } from '../../main/back-office.ts';
import { systemClock, systemRandom } from '../../main/clock.ts';
import { fitting } from '../../main/use-cases/push-batch.ts';
import { type BackOfficeProcess, startBackOffice } from '../demo/back-office.ts';
import { type Figure, spreadOf } from './figures.ts';
import { append, enrolTill, sale } from './sample-journal.ts';

/** Entries per second of each batch, of `entriesCount` entries; floor and figure take the same batches in turn. */
export async function benchPush(entriesCount: number): Promise<Figure> {
  const directory = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  const server = await startBackOffice(join(directory, 'back-office'));
  const db = openTillDatabase(join(directory, 'till.db'));
  const plain = openPlain(join(directory, 'plain.db'));
  try {
    const backOffice = await joinStore(server, db);
    fill(db, entriesCount);
    const pushes: number[] = [];
    const inserts: number[] = [];
    for (;;) {
      const begun = performance.now();
      const batch = await pushBatch(db, backOffice);
      if (batch.length === 0) break;
      const pushed = performance.now();
      const rows = batch.map(rowOf);
      const prepared = performance.now();
      plain.insert(rows);
      inserts.push(perSecond(rows.length, performance.now() - prepared));
      pushes.push(perSecond(batch.length, pushed - begun));
    }
    return {
      what: `push of ${entriesCount.toLocaleString('en')} entries, HTTPS to SQLite`,
      unit: 'per second',
      value: spreadOf(pushes, 'per second'),
      floor: {
        what: `plain inserts, transactions of ${pushEntriesMax}`,
        value: spreadOf(inserts, 'per second'),
      },
    };
  } finally {
    plain.close();
    db.close();
    await server.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function perSecond(count: number, ms: number): number {
  return (count / ms) * 1000;
}

/** The till's end of the wire, once it has joined. */
async function joinStore(server: BackOfficeProcess, db: TillDatabase): Promise<BackOffice> {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const { port, certificate, enrolmentCode } = server;
  const url = `https://127.0.0.1:${port}`;
  const connect = createBackOffice({ url, certificate }, systemClock, systemRandom);
  const enrolled = await connect(null).call('enrol', { code: enrolmentCode, publicKey: spki });
  enrolTill(db, { ...enrolled, publicKey: spki });
  return connect({ till: enrolled.till, privateKey });
}

/** Sales and their receipts, as in a day of cash; with what is there already, `count` entries. */
function fill(db: TillDatabase, count: number): void {
  let facts: Fact[] = [];
  let number = 0;
  const missing = count - db.journal.head().seq;
  for (let index = 0; index < missing; index += 1) {
    const last = facts.at(-1);
    if (last?.kind === 'sale-completed') {
      const body = { saleId: last.body.saleId, copy: false };
      facts.push({ kind: 'receipt-printed', body });
    } else {
      number += 1;
      facts.push(sale(number));
    }
    if (facts.length === pushEntriesMax || index === missing - 1) {
      append(db, facts);
      facts = [];
    }
  }
}

/** What main does for each batch; answers the entries, none when the back office has them all. */
async function pushBatch(db: TillDatabase, backOffice: BackOffice): Promise<ExportedEntry[]> {
  const entries = fitting(db.journal.read(db.sync.acknowledgedSeq(), pushEntriesMax));
  if (entries.length === 0) return [];
  const { seq } = await backOffice.call('push', { entries });
  db.sync.setAcknowledged(seq);
  return entries;
}

type Row = readonly (string | number | null)[];
type Plain = Readonly<{ insert(rows: readonly Row[]): void; close(): void }>;

/** The server's table of entries and its durability, and nothing else of it. */
function openPlain(file: string): Plain {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    `CREATE TABLE entries (store_id TEXT, till_id TEXT, seq INTEGER, id TEXT, at INTEGER, business_date TEXT,
       operator TEXT, kind TEXT, body TEXT, prev TEXT, hash TEXT, PRIMARY KEY (store_id, till_id, seq))`,
  );
  const statement = db.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return {
    insert: db.transaction((rows: readonly Row[]) => {
      for (const row of rows) statement.run(row);
    }),
    close: () => db.close(),
  };
}

function rowOf(entry: ExportedEntry): Row {
  const { till, seq, id, at, businessDate, operator, kind, body, prev, hash } = entry;
  const text = JSON.stringify(body);
  return ['store', till, seq, id, at, businessDate, operator, kind, text, prev, hash];
}
