/**
 * One bit of a till's file turned over, anywhere: in entries, in what is kept beside them, in indexes and in the pages
 * that hold them. Whoever reads the file gets what was written or a problem that a person can do something about; never
 * `unexpected`, and never the end of the process.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportJournal } from '../../db/journal/export.ts';
import { openTillDatabase, type TillDatabase } from '../../db/till-database.ts';
import { bodyAtRest, type Fact, parseFact } from '../../domain/contract/entry.ts';
import { toProblem } from '../../domain/words/problem.ts';
import { watchFrom } from '../../main/till/watch.ts';
import { cardSale, cashSale, context, prepared } from '../helpers/facts.ts';
import { seededRandom } from '../helpers/seeded-random.ts';
import { enrolledTill, tempFolder } from '../helpers/till-file.ts';
import { sampleBodies } from '../unit/domain/contract/sample-bodies.ts';

const flips = 250;

/** Everything that is read at start, at sign-in, at the counter, by reports and by an export. */
const reads: Readonly<Record<string, (db: TillDatabase) => unknown>> = {
  identity: (db) => db.identity(),
  head: (db) => db.journal.head(),
  chain: (db) => db.journal.check(),
  entries: (db) => db.journal.read(0, 1_000),
  watch: (db) => watchFrom(db),
  day: (db) => db.day(),
  totals: (db) => db.totals(context.businessDate),
  'all totals': (db) => db.totalsFrom('2026-01-01'),
  books: (db) => db.books.of(context.businessDate),
  'all books': (db) => db.books.from('2026-01-01'),
  attempts: (db) => db.attempts.open(),
  sales: (db) => db.sales.recent(50),
  numbers: (db) => [db.numbers.nextZ(), db.numbers.nextStan(), db.numbers.lastBatch()],
  'next sale': (db) => db.numbers.nextSale(context.businessDate),
  checks: (db) => [db.deviceChecks('pin-pad', 10), db.checksOf(context.businessDate)],
  tries: (db) => db.wrongTries('1001', 'secret'),
  unsynced: (db) => db.unsyncedMinor(0),
  'past sign-ins': (db) => [db.pastSignIns(20), db.anomalies(20), db.lastSignIn()],
  'past days': (db) => [db.isClosed(context.businessDate), db.lastZoneChange()],
  lifts: (db) => db.lifts(context.businessDate),
  baskets: (db) => [db.basket.load(), db.parked.list()],
  people: (db) => [db.operators.list(), db.secrets.pending(), db.register.list()],
  store: (db) => [db.settings.load(), db.promotions.activeOn(context.businessDate)],
  sync: (db) => [db.sync.cursor(), db.sync.release(), db.sync.stop(), db.sync.acknowledgedSeq()],
  'one more sale': (db) =>
    db.journal.append([cashSale(crypto.randomUUID(), 900)], context, () => crypto.randomUUID()),
};

test('a file with one bit turned over is read, or refused with a name', () => {
  const { db, file, newId } = enrolledTill();
  const free = Object.entries(sampleBodies)
    .filter(([kind]) => !kind.startsWith('attempt-') && kind !== 'sale-completed')
    .map(([kind, body]) => parseFact(kind, bodyAtRest({ kind, body } as Fact)));
  db.journal.append(free, context, newId);
  for (let number = 1; number <= 40; number += 1) {
    const [saleId, attemptId] = [newId(), newId()];
    if (number % 4 > 0) db.journal.append([cashSale(saleId, number)], context, newId);
    else {
      db.journal.append([prepared(attemptId, saleId)], context, newId);
      const asked = { attemptId, maskedPan: '620000******0013', entryMode: '021' };
      db.journal.append([{ kind: 'attempt-requested', body: asked }], context, newId);
      const answer = { authorisationCode: 'A12345', referenceNumber: '112233445566' };
      const approved = { attemptId, ...answer, responseCode: '00' };
      const captured = { kind: 'attempt-captured', body: { attemptId, saleId } } as const;
      db.journal.append([{ kind: 'attempt-approved', body: approved }], context, newId);
      db.journal.append([captured, cardSale(saleId, number, attemptId)], context, newId);
    }
  }
  db.basket.save({ id: newId(), lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 });
  db.close();

  const whole = readFileSync(file);
  const copy = join(tempFolder(), 'till.db');
  const random = seededRandom('bit flips');
  const met = new Set<string>();
  const unexpected: string[] = [];
  for (let flip = 0; flip < flips; flip += 1) {
    const bytes = Buffer.from(whole);
    const at = Buffer.from(random.bytes(4)).readUInt32BE() % bytes.length;
    const bit = 1 << ((random.bytes(1)[0] ?? 0) & 7);
    bytes[at] = (bytes[at] ?? 0) ^ bit;
    writeFileSync(copy, bytes);
    const attempt = (what: string, work: () => unknown): void => {
      try {
        work();
      } catch (thrown) {
        const problem = toProblem(thrown);
        met.add(problem.kind);
        if (problem.kind !== 'unexpected') return;
        unexpected.push(`${what} with byte ${at} ^ ${bit}: ${String(problem.cause)}`);
      }
    };
    let opened: TillDatabase | null = null;
    attempt('open', () => {
      opened = openTillDatabase(copy);
    });
    const till = opened as TillDatabase | null;
    if (till) for (const [what, read] of Object.entries(reads)) attempt(what, () => read(till));
    till?.close();
    attempt('export', () => [...exportJournal(copy)]);
  }
  expect(unexpected).toEqual([]);
  expect(met).toContain('journal-broken');
  expect(met).toContain('database-corrupt');
}, 300_000);
