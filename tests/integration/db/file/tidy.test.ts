/** What the WAL comes to when it is tidied up between sales: written over from its beginning, and no longer. */
import { readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { cashSale, context } from '../../../helpers/facts.ts';
import { enrolledTill } from '../../../helpers/till-file.ts';

/** The "checkpoint sequence number" of the WAL's header, bytes 12 to 15, big-endian (sqlite.org/walformat.html, 4.1). */
const begunAnew = (file: string): number => readFileSync(`${file}-wal`).readUInt32BE(12);

function till() {
  const { db, file, newId } = enrolledTill();
  const sell = (count: number): void => {
    for (let sold = 0; sold < count; sold += 1) {
      const number = db.numbers.nextSale(context.businessDate);
      db.journal.append([cashSale(newId(), number)], context, newId);
    }
  };
  return { db, file, sell, walBytes: () => statSync(`${file}-wal`).size };
}

test('a WAL that is tidied up is written over, not made longer', () => {
  const { db, file, sell, walBytes } = till();
  sell(40);
  db.tidy();
  const bytes = walBytes();
  const anew = begunAnew(file);
  for (let round = 1; round <= 5; round += 1) {
    sell(30);
    expect(walBytes()).toBe(bytes);
    db.tidy();
    expect(begunAnew(file)).toBe(anew + round);
  }
  // Without it, the same sales make it grow.
  sell(200);
  expect(walBytes()).toBeGreaterThan(2 * bytes);
  expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 391 } });
});

test('a reader in the way keeps what it reads, and the next tidying up makes good', () => {
  const { db, file, sell } = till();
  sell(10);
  const reader = new Database(file, { readonly: true });
  reader.exec('BEGIN');
  const count = () => reader.prepare('SELECT count(*) FROM journal').pluck().get();
  expect(count()).toBe(11);
  const anew = begunAnew(file);
  sell(10);
  db.tidy();
  sell(10);
  expect(count()).toBe(11);
  expect(begunAnew(file)).toBe(anew);
  reader.close();
  db.tidy();
  expect(begunAnew(file)).toBe(anew + 1);
  expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 31 } });
});
