/** The books between two Zs of one date. */
import { expect, it } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { foldSession, newSession } from '../../../../domain/reports/session.ts';
import { cashSale, context, countingIds } from '../../../helpers/facts.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';

it('have as their people who was there after the Z before, not who made it and left', () => {
  const { businessDate } = context;
  const newId = countingIds();
  let seq = 0;
  let books = newSession(businessDate);
  const after = (operator: string, fact: Fact): void => {
    seq += 1;
    books = foldSession(books, { ...fact, seq, at: context.at, operator, businessDate }, 'UTC');
  };
  const comes: Fact = { kind: 'signed-in', body: sampleBodies['signed-in'] };
  const goes: Fact = { kind: 'signed-out', body: { reason: 'day-closed' } };
  const closes: Fact = {
    kind: 'day-closed',
    body: { ...sampleBodies['day-closed'], closedDate: businessDate },
  };
  after('9001', comes);
  after('9001', cashSale(newId(), 1));
  expect(books.totals.operators).toEqual(['9001']);
  after('9001', closes);
  after('9001', { kind: 'receipt-printed', body: sampleBodies['receipt-printed'] });
  after('9001', goes);
  after('1001', comes);
  after('1001', cashSale(newId(), 2));
  expect(books.totals.operators).toEqual(['1001']);
  expect(books.totals.figures.sales?.count).toBe(1);
  after('9001', comes);
  expect(books.totals.operators).toEqual(['1001', '9001']);
});
