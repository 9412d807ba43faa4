/** A journal that a later version has written in, before the program went back to this one. */
import { expect, it } from 'vitest';
import { fromHex } from '../../../../domain/journal/chain.ts';
import { cashSale, context } from '../../../helpers/facts.ts';
import { writeLater } from '../../../helpers/later-entries.ts';
import { enrolledTill, openForTest } from '../../../helpers/till-file.ts';

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
  // A float is summed up here, a loyalty point is nothing that this version knows.
  expect(again.unreadInBooks()).toBe(1);
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
