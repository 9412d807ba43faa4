/** The PostgreSQL a back office moves into: empty before, whole or still empty after. */
import { sql } from 'kysely';
import { lockSchema } from '../../server/store/lock.ts';
import { makeMonths } from '../../server/store/partitions.ts';
import type { Database, Work } from '../../server/store/tables.ts';
import { newDigest } from './digest.ts';
import type { Row, Snapshot } from './snapshot.ts';

/** Bytes of JSON in one statement, about. */
const batchBytesMax = 4 * 1024 * 1024;
/** Rows read back at a time. */
const fetchRows = 5_000;

export type Moved = Readonly<{ table: string; rows: number; digest: string }>;
export type Progress = (table: string, done: number, of: number) => void;

/**
 * Everything in one transaction, which is given up unless what arrived is what was sent. Throws an Error with a sentence:
 * the target holds something already, or differs afterwards.
 */
export async function moveInto(
  db: Database,
  snapshot: Snapshot,
  progress: Progress,
): Promise<Moved[]> {
  return db.transaction().execute(async (work) => {
    await lockSchema(work);
    await checkTables(work, snapshot);
    await makeMonths(work, snapshot.seen());
    const moved: Moved[] = [];
    for (const table of snapshot.tables)
      moved.push(await moveTable(work, snapshot, table, progress));
    await checkHeads(work);
    return moved;
  });
}

async function checkTables(work: Work, snapshot: Snapshot): Promise<void> {
  for (const table of snapshot.tables) {
    const { rows } = await sql<{ name: string }>`
      select attname as name from pg_attribute
      where attrelid = to_regclass(${table}) and attnum > 0 and not attisdropped
      order by attname collate "C"`.execute(work);
    const theirs = rows.map(({ name }) => name).join();
    if (theirs !== snapshot.columns(table)?.join()) {
      throw new Error(`The table ${table} is not the same in the two databases.`);
    }
    const found = await sql`select from ${sql.id(table)} limit 1`.execute(work);
    if (found.rows.length > 0) {
      throw new Error(`The PostgreSQL database is not empty: ${table} holds rows. Take a new one.`);
    }
  }
}

async function moveTable(
  work: Work,
  snapshot: Snapshot,
  table: string,
  progress: Progress,
): Promise<Moved> {
  const columns = snapshot.columns(table) ?? [];
  const sent = newDigest(columns);
  const total = snapshot.count(table);
  let batch: string[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length > 0) await insertJson(work, table, `[${batch.join()}]`);
    batch = [];
    bytes = 0;
    progress(table, sent.count(), total);
  };
  for (const row of snapshot.rows(table)) {
    sent.add(row);
    const json = JSON.stringify(row);
    batch.push(json);
    bytes += json.length;
    if (bytes > batchBytesMax) await flush();
  }
  await flush();
  const arrived = await digestIn(work, table, columns);
  if (arrived.count() !== sent.count() || arrived.hex() !== sent.hex()) {
    throw new Error(`${table} did not arrive as it was sent. Nothing was moved.`);
  }
  return { table, rows: sent.count(), digest: sent.hex() };
}

/** PostgreSQL itself finds the column of each name, and its type. */
async function insertJson(work: Work, table: string, json: string): Promise<void> {
  const name = sql.id(table);
  await sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${json})`.execute(
    work,
  );
}

async function digestIn(work: Work, table: string, columns: readonly string[]) {
  const digest = newDigest(columns);
  await sql`declare arrived no scroll cursor for select * from ${sql.id(table)}`.execute(work);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(fetchRows)} from arrived`.execute(work);
    if (rows.length === 0) break;
    for (const row of rows) digest.add(row);
  }
  await sql`close arrived`.execute(work);
  return digest;
}

/** Every till's head must be its last entry, or the till would be refused, or sent back to its beginning. */
async function checkHeads(work: Work): Promise<void> {
  const { rows } = await sql<{ till_id: string }>`
    select till_id from tills where head_seq > 0 and not exists (
      select from entries where entries.store_id = tills.store_id and entries.till_id = tills.till_id
      and seq = head_seq and hash = head_hash)`.execute(work);
  if (rows.length === 0) return;
  const names = rows.map(({ till_id }) => till_id).join(', ');
  throw new Error(`The journal of ${names} does not end where its till is. Nothing was moved.`);
}
