/** Random days at a till for property tests: acts as fast-check makes them, and the facts they leave behind. */

import fc from 'fast-check';
import type { TillDatabase } from '../../db/till-database.ts';
import type { NewId } from '../../domain/basics/random.ts';
import type { Fact } from '../../domain/contract/entry.ts';
import { figureOf } from '../../domain/reports/figures.ts';
import { cardSale, cashSale, context, prepared, signedHead } from './facts.ts';

/** How a card attempt goes; what does not end stays open. */
const cardRoads = [
  ['attempt-declined'],
  ['attempt-requested'],
  ['attempt-requested', 'attempt-declined'],
  ['attempt-requested', 'attempt-unknown'],
  ['attempt-requested', 'attempt-unknown', 'attempt-reversing', 'attempt-reversing'],
  ['attempt-requested', 'attempt-unknown', 'attempt-reversing', 'attempt-reversed'],
  ['attempt-requested', 'attempt-approved', 'attempt-reversing', 'attempt-reversed'],
  ['attempt-requested', 'attempt-approved', 'attempt-captured'],
] as const;
type Turn = (typeof cardRoads)[number][number];

const simpleKinds = [
  'signed-in',
  'signed-out',
  'till-locked',
  'till-unlocked',
  'float-counted',
  'drawer-opened',
  'cash-paid-in',
  'cash-paid-out',
  'cash-dropped',
  'drawer-handed-over',
  'sign-in-refused',
  'operator-unlocked',
  'host-signed-on',
  'sale-abandoned',
  'price-overridden',
  'journal-pushed',
  'day-closed',
] as const;

export type Act = Readonly<{
  what: 'cash' | 'card' | 'next-date' | (typeof simpleKinds)[number];
  minor: number;
  minutes: number;
  operator: string;
  road: readonly Turn[];
}>;

export const act: fc.Arbitrary<Act> = fc.record({
  what: fc.oneof(
    { arbitrary: fc.constant('cash' as const), weight: 6 },
    { arbitrary: fc.constant('card' as const), weight: 4 },
    { arbitrary: fc.constantFrom(...simpleKinds), weight: 8 },
    { arbitrary: fc.constant('next-date' as const), weight: 1 },
  ),
  minor: fc.integer({ min: 1, max: 1_000_000 }),
  minutes: fc.integer({ min: -5, max: 90 }),
  operator: fc.constantFrom('1001', '1002', '9001'),
  road: fc.constantFrom(...cardRoads),
});

/** Writes what the acts leave behind, each turn as it would be: attempts one by one, capture and sale together. */
export function playDay(db: TillDatabase, acts: readonly Act[], newId: NewId): void {
  const day = { at: context.at, date: 22 };
  for (const one of acts) {
    day.at += one.minutes * 60_000;
    if (one.what === 'next-date') day.date = Math.min(30, day.date + 1);
    const businessDate = `2026-11-${day.date}`;
    const where = { at: day.at, businessDate, operator: one.operator };
    for (const facts of factsOf(db, one, businessDate, newId)) {
      db.journal.append(facts, where, newId);
    }
  }
}

function factsOf(db: TillDatabase, one: Act, businessDate: string, newId: NewId): Fact[][] {
  const number = db.numbers.nextSale(businessDate);
  switch (one.what) {
    case 'cash':
      return [[cashSale(newId(), number, one.minor)]];
    case 'card': {
      const [attemptId, saleId] = [newId(), newId()];
      return [
        [prepared(attemptId, saleId, db.numbers.nextStan(), one.minor)],
        ...one.road.map((turn) => {
          const fact = turnFact(turn, attemptId, saleId);
          return turn === 'attempt-captured'
            ? [fact, cardSale(saleId, number, attemptId, one.minor)]
            : [fact];
        }),
      ];
    }
    case 'next-date':
      return [[{ kind: 'till-started', body: { version: '0.1.0' } }]];
    default:
      return [[simpleFact(db, one.what, one, businessDate, newId)]];
  }
}

function turnFact(turn: Turn, attemptId: string, saleId: string): Fact {
  const problem = { kind: 'host-silent', params: {} } as const;
  switch (turn) {
    case 'attempt-requested':
      return {
        kind: turn,
        body: { attemptId, maskedPan: '620000******0013', entryMode: '021' },
      };
    case 'attempt-approved': {
      const answer = { authorisationCode: 'A12345', referenceNumber: '112233445566' };
      return { kind: turn, body: { attemptId, ...answer, responseCode: '00' } };
    }
    case 'attempt-declined':
      return { kind: turn, body: { attemptId, responseCode: null, reason: 'not-sent', problem } };
    case 'attempt-unknown':
      return { kind: turn, body: { attemptId, problem } };
    case 'attempt-reversing':
      return { kind: turn, body: { attemptId, reason: '98' } };
    case 'attempt-reversed':
      return { kind: turn, body: { attemptId, responseCode: '00' } };
    case 'attempt-captured':
      return { kind: turn, body: { attemptId, saleId } };
  }
}

function simpleFact(
  db: TillDatabase,
  kind: (typeof simpleKinds)[number],
  { minor, operator }: Act,
  businessDate: string,
  newId: NewId,
): Fact {
  switch (kind) {
    case 'signed-in':
      return { kind, body: { role: 'cashier', offline: false, steps: [] } };
    case 'signed-out':
      return { kind, body: { reason: 'operator' } };
    case 'till-locked':
    case 'till-unlocked':
      return { kind, body: {} };
    case 'drawer-opened':
      return { kind, body: { drawer: 'main' } };
    case 'cash-paid-in':
    case 'cash-paid-out':
    case 'cash-dropped':
    case 'drawer-handed-over':
      return cashFact(kind, minor);
    case 'float-counted':
      return { kind, body: { amountMinor: minor, denominations: {}, drawer: 'main' } };
    case 'sign-in-refused':
      return { kind, body: { number: operator, reason: 'pin-wrong', wrongTries: 1 } };
    case 'operator-unlocked':
      return { kind, body: { number: operator, by: '9001' } };
    case 'host-signed-on':
      return { kind, body: { stan: db.numbers.nextStan(), batch: '000008', kcv: {} } };
    case 'sale-abandoned':
      return { kind, body: { saleId: newId(), lines: 2, totalMinor: minor } };
    case 'price-overridden': {
      const prices = { listPriceMinor: minor, priceMinor: 1 };
      return { kind, body: { saleId: newId(), sku: '10001', ...prices, approvedBy: '9001' } };
    }
    case 'journal-pushed':
      return { kind, body: { head: signedHead(db.journal.head()) } };
    case 'day-closed': {
      const totals = db.totals(businessDate);
      return {
        kind,
        body: {
          zNumber: db.numbers.nextZ(),
          closedDate: businessDate,
          countedMinor: minor,
          expectedMinor: minor,
          differenceMinor: 0,
          reason: null,
          sales: figureOf(totals, 'sales').count,
          salesMinor: figureOf(totals, 'sales').minor,
          firstSeq: totals.firstSeq,
          lastSeq: totals.lastSeq,
          head: signedHead(db.journal.head()),
          drawer: 'main',
        },
      };
    }
  }
}

function cashFact(
  kind: 'cash-paid-in' | 'cash-paid-out' | 'cash-dropped' | 'drawer-handed-over',
  minor: number,
): Fact {
  switch (kind) {
    case 'cash-paid-in':
    case 'cash-paid-out':
      return {
        kind,
        body: { drawer: 'main', amountMinor: minor, reasonId: 'other', reason: '其他' },
      };
    case 'drawer-handed-over':
      return {
        kind,
        body: {
          drawer: 'main',
          countedMinor: minor,
          expectedMinor: minor + 7,
          differenceMinor: -7,
        },
      };
    case 'cash-dropped':
      return { kind, body: { drawer: 'main', amountMinor: minor, bag: 'B-0412' } };
  }
}
