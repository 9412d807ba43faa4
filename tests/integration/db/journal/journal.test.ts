import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyAtRest, type Entry, type Fact, parseFact } from '../../../../domain/contract/entry.ts';
import { canonicalJson, genesisHead } from '../../../../domain/journal/chain.ts';
import { type DayTotals, emptyTotals, foldTotals } from '../../../../domain/reports/day-totals.ts';
import { Problem } from '../../../../domain/words/problem.ts';
import { cashSale, context, countingIds, identity, prepared } from '../../../helpers/facts.ts';
import { act, playDay } from '../../../helpers/random-day.ts';
import { enrol, enrolledTill, openForTest, tempFolder } from '../../../helpers/till-file.ts';
import { sampleBodies } from '../../../unit/domain/contract/sample-bodies.ts';

const started: Fact = { kind: 'till-started', body: { version: '0.1.0' } };

describe('the journal', () => {
  test('begins with the enrolment and says whose it is', () => {
    const { db } = enrolledTill();
    expect(db.identity()).toEqual(identity);
    expect(db.journal.read(0, 10)).toMatchObject([
      { seq: 1, kind: 'till-enrolled', till: identity.till, prev: genesisHead.hash },
    ]);
    expect(db.journal.check()).toEqual({ kind: 'whole', head: db.journal.head() });
  });

  test('keeps entries across a restart, as canonical JSON, and goes on from them', () => {
    const { db, file, newId } = enrolledTill();
    const written = db.journal.append([started, cashSale(newId(), 1)], context, newId);
    const head = db.journal.head();
    db.close();

    const again = openForTest(file);
    expect(again.journal.head()).toEqual(head);
    expect(again.journal.latestAt(0)).toBe(context.at);
    expect(
      again.journal.read(1, 10).map(({ kind, body, seq, id }) => ({ kind, body, seq, id })),
    ).toEqual(
      written.map((entry) => ({
        kind: entry.kind,
        body: bodyAtRest(entry),
        seq: entry.seq,
        id: entry.id,
      })),
    );
    const raw = new Database(file, { readonly: true });
    for (const body of raw.prepare('SELECT body FROM journal').pluck().all() as string[]) {
      expect(canonicalJson(JSON.parse(body))).toBe(body);
    }
    raw.close();
    again.journal.append([started], context, newId);
    expect(again.journal.check()).toMatchObject({ kind: 'whole', head: { seq: head.seq + 1 } });
  });

  test('holds every kind of fact and gives it back as it was', () => {
    const { db, newId } = enrolledTill();
    // Those that turn an attempt need one in the right state; the random days have them in every order.
    const free = Object.entries(sampleBodies)
      .filter(([kind]) => !kind.startsWith('attempt-') || kind === 'attempt-prepared')
      .map(([kind, body]) => ({ kind, body }) as Fact);
    db.journal.append(free, context, newId);
    expect(db.journal.read(1, 100).map(({ kind, body }) => ({ kind, body }))).toEqual(
      free.map((fact) => ({ kind: fact.kind, body: bodyAtRest(fact) })),
    );
  });

  test('writes all facts of one call or none', () => {
    const { db, newId } = enrolledTill();
    const before = { head: db.journal.head(), totals: db.totals(context.businessDate) };
    const saleId = newId();
    db.basket.save({ id: saleId, lines: [], nextLine: 1, voidedLines: 0, done: [], acts: 0 });
    const twice = [cashSale(saleId, 1), cashSale(saleId, 2)];
    expect(() => db.journal.append(twice, context, newId)).toThrow();
    expect({ head: db.journal.head(), totals: db.totals(context.businessDate) }).toEqual(before);
    expect(db.sales.find(saleId)).toBeNull();
    expect(db.basket.load()?.id).toBe(saleId);

    db.journal.append([cashSale(saleId, 1)], context, newId);
    expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 2 } });
  });

  test('refuses a full card number, an unknown kind and an attempt out of turn', () => {
    const { db, newId } = enrolledTill();
    const attemptId = newId();
    db.journal.append([prepared(attemptId, newId())], context, newId);
    const head = db.journal.head();
    const full: Fact = {
      kind: 'attempt-requested',
      body: { attemptId, maskedPan: '6200000000000013', entryMode: '021' },
    };
    expect(() => db.journal.append([full], context, newId)).toThrow(/masked/);
    const unknown = { kind: 'money-printed', body: {} } as unknown as Fact;
    expect(() => db.journal.append([unknown], context, newId)).toThrow(/money-printed/);
    const early: Fact = { kind: 'attempt-captured', body: { attemptId, saleId: newId() } };
    expect(() => db.journal.append([early], context, newId)).toThrow(/attempt/);
    expect(db.journal.head()).toEqual(head);
  });

  test('belongs to one till for ever', () => {
    const { db, newId } = enrolledTill();
    expect(() => enrol(db, newId)).toThrow(/enrolment/);
  });

  test('takes nothing before the till has joined a store', () => {
    const db = openForTest(`${tempFolder()}/till.db`);
    expect(db.identity()).toBeNull();
    expect(db.journal.head()).toEqual(genesisHead);
    expect(db.journal.latestAt(0)).toBeNull();
    expect(() => db.journal.append([started], context, countingIds())).toThrow(/joined/);
  });

  test.each([
    'UPDATE journal SET body = body WHERE seq = 1',
    'DELETE FROM journal WHERE seq = 2',
    'REPLACE INTO journal SELECT * FROM journal WHERE seq = 1',
    'INSERT INTO journal SELECT 9, id, at, business_date, operator, kind, body, prev, hash FROM journal WHERE seq = 1',
    "UPDATE till SET till = 'till-8'",
    'DELETE FROM till',
    'INSERT INTO till SELECT * FROM till',
  ])('refuses by trigger: %s', (statement) => {
    const { db, file, newId } = enrolledTill();
    db.journal.append([started], context, newId);
    const other = new Database(file);
    expect(() => other.exec(statement)).toThrow(/entry|till/);
    other.close();
    expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 2 } });
  });

  test('stops when somebody else has written to the file', () => {
    const { db, file, newId } = enrolledTill();
    const other = new Database(file);
    other.exec(
      "INSERT INTO journal SELECT 2, 'x' || substr(id, 2), at, business_date, operator, kind, body, hash, hash FROM journal",
    );
    other.close();
    const refused = () => db.journal.append([started], context, newId);
    expect(refused).toThrow(Problem);
    expect(refused).toThrow('journal-broken');
  });

  test('stops when the last entry is another one of the same number', () => {
    const { db, file, newId } = enrolledTill();
    db.journal.append([started], context, newId);
    const other = new Database(file);
    other.exec('DROP TRIGGER journal_never_changes');
    other.exec(`UPDATE journal SET hash = zeroblob(32) WHERE seq = 2`);
    other.close();
    expect(() => db.journal.append([started], context, newId)).toThrow('journal-broken');
    expect(db.journal.read(2, 10)).toEqual([]);
  });

  test('refuses a sale whose figures do not add up, and what came with it', () => {
    const { db, newId } = enrolledTill();
    const wrong = cashSale(newId(), 1, 200);
    if (wrong.kind !== 'sale-completed') throw new Error('a sale');
    wrong.body.totalMinor = 999_999;
    expect(() => db.journal.append([started, wrong], context, newId)).toThrow('sale-sums-wrong');
    expect(db.journal.head().seq).toBe(1);
  });

  test('names the first entry that was changed behind its back', () => {
    const { db, file, newId } = enrolledTill();
    for (let count = 0; count < 5; count += 1) db.journal.append([started], context, newId);
    const other = new Database(file);
    other.exec('DROP TRIGGER journal_never_changes');
    other.exec(`UPDATE journal SET body = '{"version":"0.1.1"}' WHERE seq IN (3, 5)`);
    other.close();
    expect(db.journal.check()).toEqual({ kind: 'broken', seq: 3, why: 'hash' });
    expect(db.journal.check(3)).toEqual({ kind: 'broken', seq: 5, why: 'hash' });
    expect(db.journal.check(5)).toMatchObject({ kind: 'whole' });
  });

  test('is read page by page, also past a page of entries', () => {
    const { db, newId } = enrolledTill();
    db.journal.append(
      Array.from({ length: 1200 }, () => started),
      context,
      newId,
    );
    expect(db.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 1201 } });
    expect(db.journal.read(1195, 100).map((entry) => entry.seq)).toEqual([
      1196, 1197, 1198, 1199, 1200, 1201,
    ]);
  });

  test('keeps running totals that equal a fold over its entries, whatever the days were like', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { db, newId } = enrolledTill();
        playDay(db, acts, newId);
        const folded = new Map<string, DayTotals>();
        for (const { kind, body, ...place } of db.journal.read(0, 1_000)) {
          const entry: Entry = { ...parseFact(kind, body), ...place };
          const totals = folded.get(place.businessDate) ?? emptyTotals(place.businessDate);
          folded.set(place.businessDate, foldTotals(totals, entry, identity.zone));
        }
        expect(db.totalsFrom('2026-01-01')).toEqual([...folded.values()]);
        for (const [date, totals] of folded) expect(db.totals(date)).toEqual(totals);
        db.close();
      }),
      { numRuns: 25 },
    );
  });
});
