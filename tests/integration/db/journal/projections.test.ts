import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { projections } from '../../../../db/journal/projections.ts';
import { hiddenPan } from '../../../../domain/basics/mask.ts';
import { type Fact, parseFact } from '../../../../domain/contract/entry.ts';
import { foldDay, newTillDay } from '../../../../domain/day/day.ts';
import { figureOf } from '../../../../domain/reports/figures.ts';
import { isResolved } from '../../../../domain/tenders/attempt.ts';
import { cardSale, cashSale, context, prepared } from '../../../helpers/facts.ts';
import { act, playDay } from '../../../helpers/random-day.ts';
import { enrolledTill, openForTest } from '../../../helpers/till-file.ts';

const projectionTables = ['projections', ...projections.flatMap(({ tables }) => tables)].sort();

function dump(file: string): unknown {
  const raw = new Database(file, { readonly: true });
  const tables = projectionTables.map((table) =>
    raw.prepare(`SELECT * FROM ${table} ORDER BY 1`).all(),
  );
  raw.close();
  return tables;
}

describe('the projections', () => {
  test('folded again from the journal are the same, whatever the days were like', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { db, file, newId } = enrolledTill();
        playDay(db, acts, newId);
        const live = dump(file);
        db.close();

        // As a release with other folds would find the file.
        const raw = new Database(file);
        raw.exec(`
          DELETE FROM day_totals; DELETE FROM sales; DELETE FROM wrong_tries; DELETE FROM projections;
          UPDATE attempts SET state = 'prepared', tries = 77;
          INSERT INTO projections VALUES ('mark', '{"version":0,"seq":0}');
        `);
        raw.close();
        const again = openForTest(file);
        expect(dump(file)).toEqual(live);
        again.close();
      }),
      { numRuns: 20 },
    );
  });

  test('are folded again alone where one of them changes, and all where another version folded more', () => {
    const { db, file, newId } = enrolledTill();
    const signedOn = { stan: '000041', batch: '000009', kcv: {} };
    db.journal.append([{ kind: 'host-signed-on', body: signedOn }], context, newId);
    db.journal.append([cashSale(newId(), 1)], context, newId);
    db.close();
    const openedAfter = (folded: Readonly<Record<string, number>>) => {
      const raw = new Database(file);
      const now = JSON.parse(
        String(raw.prepare("SELECT body FROM projections WHERE name = 'folded'").pluck().get()),
      );
      raw
        .prepare("UPDATE projections SET body = ? WHERE name = 'folded'")
        .run(JSON.stringify({ ...now, ...folded }));
      raw.exec("DELETE FROM projections WHERE name = 'last-stan'; UPDATE sales SET number = 7");
      raw.close();
      const again = openForTest(file);
      const next = [again.numbers.nextStan(), again.numbers.nextSale(context.businessDate)];
      again.close();
      return next;
    };
    expect(openedAfter({})).toEqual(['000001', 8]);
    expect(openedAfter({ numbers: 0 })).toEqual(['000042', 8]);
    expect(openedAfter({ loyalty: 1 })).toEqual(['000042', 2]);
  });

  test('know the day and every open attempt as a fold over the entries does', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { db, newId } = enrolledTill();
        playDay(db, acts, newId);
        let day = newTillDay;
        for (const { kind, body, ...place } of db.journal.read(0, 1_000)) {
          day = foldDay(day, { ...parseFact(kind, body), ...place });
        }
        expect(db.day()).toEqual(day);
        for (const attempt of db.attempts.open()) {
          expect(isResolved(attempt.state)).toBe(false);
          expect(db.attempts.find(attempt.attemptId)).toEqual(attempt);
        }
        db.close();
      }),
      { numRuns: 20 },
    );
  });

  test('follow an attempt from before its first byte to its end', () => {
    const { db, newId } = enrolledTill();
    const [attemptId, saleId] = [newId(), newId()];
    const write = (...facts: Fact[]) => db.journal.append(facts, context, newId);
    const maskedPan = '620000******0013';

    write(prepared(attemptId, saleId, '000041'));
    const first = {
      attemptId,
      saleId,
      state: 'prepared',
      amountMinor: 200,
      currency: 'CNY',
      means: 'card-at-host',
      stan: '000041',
      batch: '000007',
      entryMode: null,
      maskedPan: null,
      authorisationCode: null,
      referenceNumber: null,
      reversalReason: null,
      terminalMark: null,
      tries: 0,
      at: context.at,
      operator: '1001',
    };
    expect(db.attempts.open()).toEqual([first]);

    write({ kind: 'attempt-requested', body: { attemptId, maskedPan, entryMode: '021' } });
    write({
      kind: 'attempt-unknown',
      body: { attemptId, problem: { kind: 'host-silent', params: {} } },
    });
    write({ kind: 'attempt-reversing', body: { attemptId, reason: '98' } });
    write({ kind: 'attempt-reversing', body: { attemptId, reason: 'A0' } });
    expect(db.attempts.open()).toEqual([
      {
        ...first,
        state: 'reversing',
        entryMode: '021',
        maskedPan,
        reversalReason: 'A0',
        tries: 2,
      },
    ]);
    write({ kind: 'attempt-reversed', body: { attemptId, responseCode: '00' } });
    expect(db.attempts.open()).toEqual([]);
    expect(db.attempts.find(attemptId)).toMatchObject({ state: 'reversed', tries: 2 });
    expect(db.attempts.find(saleId)).toBeNull();
  });

  test('remember of an attempt at a payment terminal what was there before it, and then the card', () => {
    const { db, newId } = enrolledTill();
    const [attemptId, saleId] = [newId(), newId()];
    const write = (...facts: Fact[]) => db.journal.append(facts, context, newId);
    write(prepared(attemptId, saleId));
    const [maskedPan, terminalMark, entryMode] = [hiddenPan, '000162/0162', 'terminal'];
    write({ kind: 'attempt-requested', body: { attemptId, maskedPan, entryMode, terminalMark } });
    expect(db.attempts.open()).toMatchObject([{ state: 'requested', maskedPan, terminalMark }]);
    const answer = {
      authorisationCode: '666163',
      referenceNumber: '000163/0163',
      maskedPan: '************4771',
    };
    write({ kind: 'attempt-approved', body: { attemptId, ...answer, responseCode: '00' } });
    expect(db.attempts.open()).toMatchObject([{ state: 'approved', terminalMark, ...answer }]);
  });

  test('remember what the host approved until the sale is written', () => {
    const { db, newId } = enrolledTill();
    const [attemptId, saleId] = [newId(), newId()];
    const answer = { authorisationCode: 'A12345', referenceNumber: '112233445566' };
    const write = (...facts: Fact[]) => db.journal.append(facts, context, newId);
    write(prepared(attemptId, saleId));
    write({
      kind: 'attempt-requested',
      body: { attemptId, maskedPan: '620000******0013', entryMode: '021' },
    });
    write({ kind: 'attempt-approved', body: { attemptId, ...answer, responseCode: '00' } });
    expect(db.attempts.open()).toMatchObject([{ state: 'approved', ...answer }]);
    write(
      { kind: 'attempt-captured', body: { attemptId, saleId } },
      cardSale(saleId, 1, attemptId),
    );
    expect(db.attempts.open()).toEqual([]);
    expect(db.sales.find(saleId)?.body.tenders).toMatchObject([{ kind: 'card', attemptId }]);
  });

  test('number sales by business date, Z reports for ever, and traces after the newest', () => {
    const { db, newId } = enrolledTill();
    expect(db.numbers.nextSale('2026-11-22')).toBe(1);
    expect(db.numbers.nextStan()).toBe('000001');
    expect(db.numbers.lastBatch()).toBeNull();
    expect(db.numbers.nextZ()).toBe(1);
    db.journal.append([cashSale(newId(), 1), cashSale(newId(), 2)], context, newId);
    expect(db.numbers.nextSale('2026-11-22')).toBe(3);
    expect(db.numbers.nextSale('2026-11-23')).toBe(1);

    const signedOn = (stan: string): Fact => ({
      kind: 'host-signed-on',
      body: { stan, batch: '000009', kcv: {} },
    });
    db.journal.append([signedOn('000041')], context, newId);
    expect(db.numbers.lastBatch()).toBe('000009');
    db.journal.append([prepared(newId(), newId(), db.numbers.nextStan())], context, newId);
    expect(db.numbers.nextStan()).toBe('000043');
    db.journal.append([signedOn('999999')], context, newId);
    expect(db.numbers.nextStan()).toBe('000001');
  });

  test('refuse a second sale of the same number on one business date', () => {
    const { db, newId } = enrolledTill();
    db.journal.append([cashSale(newId(), 1)], context, newId);
    expect(() => db.journal.append([cashSale(newId(), 1)], context, newId)).toThrow(/UNIQUE/);
    expect(figureOf(db.totals(context.businessDate), 'sales').count).toBe(1);
  });

  test('find sales again, newest first, and know what the back office has not seen', () => {
    const { db, newId } = enrolledTill();
    const saleIds = [newId(), newId(), newId()];
    for (const [index, saleId] of saleIds.entries()) {
      db.journal.append([cashSale(saleId, index + 1, 100 * (index + 1))], context, newId);
    }
    expect(db.sales.recent(2).map((sale) => sale.body.saleId)).toEqual([saleIds[2], saleIds[1]]);
    expect(db.sales.find(saleIds[0] ?? '')).toMatchObject({
      seq: 2,
      at: context.at,
      businessDate: '2026-11-22',
      operator: '1001',
      body: { number: 1, totalMinor: 100 },
    });
    expect(db.sales.find('nobody')).toBeNull();
    expect(db.unsyncedMinor(0)).toBe(600);
    expect(db.unsyncedMinor(3)).toBe(300);
    expect(db.unsyncedMinor(4)).toBe(0);
  });

  test('count wrong tries per operator until that operator gets in or is forgiven', () => {
    const { db, newId } = enrolledTill();
    const write = (fact: Fact, operator: string | null, at: number = context.at) =>
      db.journal.append([fact], { ...context, at, operator }, newId);
    const refused = (number: string, reason: 'pin-wrong' | 'operator-locked'): Fact => ({
      kind: 'sign-in-refused',
      body: { number, reason, wrongTries: 1 },
    });
    expect(db.wrongTries('1001', 'secret')).toEqual({ count: 0, lastAt: null });
    write(refused('1001', 'pin-wrong'), null, context.at + 1);
    write(refused('1001', 'pin-wrong'), null, context.at + 2);
    write(refused('1001', 'operator-locked'), null, context.at + 3);
    write(refused('1002', 'pin-wrong'), null, context.at + 4);
    expect(db.wrongTries('1001', 'secret')).toEqual({ count: 2, lastAt: context.at + 2 });

    write({ kind: 'operator-unlocked', body: { number: '1001', by: '9001' } }, '9001');
    expect(db.wrongTries('1001', 'secret').count).toBe(0);
    expect(db.wrongTries('1002', 'secret').count).toBe(1);
    write({ kind: 'till-unlocked', body: {} }, '1002');
    expect(db.wrongTries('1002', 'secret').count).toBe(0);

    write(refused('1001', 'pin-wrong'), null);
    write({ kind: 'signed-in', body: { role: 'cashier', offline: false, steps: [] } }, '1001');
    expect(db.wrongTries('1001', 'secret')).toEqual({ count: 0, lastAt: null });
    expect(db.lastSignIn()).toEqual({ at: context.at, operator: '1001' });
  });
});
