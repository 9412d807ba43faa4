/** A journal that a later version has written in, before the program went back to this one. */
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { sha256 } from '../../../../db/file/rows.ts';
import { canonicalJson, entryHash, fromHex } from '../../../../domain/journal/chain.ts';
import { cashSale, context, identity } from '../../../helpers/facts.ts';
import { enrolledTill, openForTest } from '../../../helpers/till-file.ts';

type Later = Readonly<{ kind: string; body: Record<string, unknown> }>;

/** As the later version's program would: the chain goes on. */
function writeLater(file: string, facts: readonly Later[], newId: () => string): void {
  const raw = new Database(file);
  for (const { kind, body } of facts) {
    const last = raw.prepare('SELECT max(seq) AS seq, hash FROM journal').get() as {
      seq: number;
      hash: Uint8Array;
    };
    const { at, businessDate, operator } = context;
    const content = { at, businessDate, operator, kind, body, id: newId(), seq: last.seq + 1 };
    const hash = entryHash(last.hash, { ...content, till: identity.till }, sha256);
    const { seq, id } = content;
    raw
      .prepare('INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(seq, id, at, businessDate, operator, kind, canonicalJson(body), last.hash, hash);
  }
  raw.close();
}

it('opens, counts what it cannot read as an entry of its date, and goes on', () => {
  const { db, file, newId } = enrolledTill();
  db.journal.append([cashSale(newId(), 1, 1_250)], context, newId);
  db.close();
  const facts = [
    { kind: 'loyalty-earned', body: { points: 7 } },
    { kind: 'float-counted', body: { v: 9, bags: 2 } },
  ];
  writeLater(file, facts, newId);

  const again = openForTest(file);
  expect(again.unread()).toBe(2);
  expect(again.journal.check()).toMatchObject({ kind: 'whole', head: { seq: 4 } });
  expect(again.totals(context.businessDate)).toMatchObject({ entries: 4, lastSeq: 4 });
  expect([...again.journal.since(2)].map(({ seq }) => seq)).toEqual([3, 4]);
  again.journal.append([cashSale(newId(), 2, 300)], context, newId);
  expect(again.totals(context.businessDate)).toMatchObject({
    entries: 5,
    figures: { sales: { count: 2, minor: 1_550 } },
  });
  // As they were written, for whoever can read them.
  const kept = again.journal.read(2, 2).map(({ kind, body }) => ({ kind, body }));
  expect(kept).toEqual(facts);
  expect(fromHex(again.journal.head().hash)).toHaveLength(32);
});
