/** A sale and its tenders: whatever is offered in whatever order, nothing is paid twice and nothing is left over. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changeDue,
  foldHalfPaid,
  type HalfPaid,
  isEven,
  mayTake,
  type Offer,
  owed,
  owedInCash,
  type Settlement,
  tendersWith,
} from '../../../../domain/sale/settlement.ts';
import type { Tender } from '../../../../domain/tenders/tender.ts';

const saleId = '0190a1b2-0000-7000-8000-000000000001';
const idOf = (nth: number) => `0190a1b2-0000-7000-8000-${String(nth).padStart(12, '0')}`;

function tenderOf(settlement: Settlement, offer: Offer, step: number, attemptId: string): Tender {
  if (offer.kind === 'card') {
    const numbers = { authorisationCode: 'A1', referenceNumber: 'R1' };
    const { amountMinor } = offer;
    return { kind: 'card', amountMinor, attemptId, maskedPan: '620000******0013', ...numbers };
  }
  const changeMinor = changeDue(settlement, offer, step);
  const tenderedMinor = offer.amountMinor;
  return { kind: 'cash', amountMinor: tenderedMinor - changeMinor, tenderedMinor, changeMinor };
}

type Act = Offer | 'give back';
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('cash' as const, 'card' as const),
    amountMinor: fc.integer({ min: -5, max: 4_000 }),
  }),
  fc.constant('give back' as const),
);

/** Plays the acts as a till does; the entries it writes, and the tenders where the sale got even. */
function play(dueMinor: number, step: number, acts: readonly Act[]) {
  const entries: { kind: string; at: number; body: object }[] = [];
  let half: readonly HalfPaid[] = [];
  const write = (kind: string, body: object) => {
    const entry = { kind, at: entries.length, body };
    entries.push(entry);
    half = foldHalfPaid(half, entry);
  };
  for (const [nth, next] of acts.entries()) {
    const taken = half.find((one) => one.saleId === saleId)?.taken ?? [];
    const settlement: Settlement = { saleId, dueMinor, taken, underWay: null };
    if (next === 'give back') {
      const part = taken.at(-1);
      if (part) write('tender-given-back', { saleId, tenderId: part.id, tender: part.tender });
      continue;
    }
    if (mayTake(settlement, next, step) !== null) continue;
    const tender = tenderOf(settlement, next, step, idOf(nth));
    if (isEven(settlement, tender, step)) {
      const tenders = tendersWith(settlement, tender);
      write('sale-completed', { saleId, tenders });
      return { entries, half, tenders };
    }
    write('tender-taken', { saleId, tenderId: idOf(nth), tender });
  }
  return { entries, half, tenders: null };
}

const played = [
  fc.integer({ min: 0, max: 5_000 }),
  fc.constantFrom(1, 5, 10, 50),
  fc.array(act, { maxLength: 12 }),
] as const;

describe('a settlement', () => {
  it('that gets even has taken what is due, rounded by less than a coin and only where cash came last', () => {
    fc.assert(
      fc.property(...played, (dueMinor, step, acts) => {
        const { tenders, half } = play(dueMinor, step, acts);
        if (tenders === null) return;
        const rounding = tenders.reduce((sum, one) => sum + one.amountMinor, 0) - dueMinor;
        expect(Math.abs(rounding) * 2).toBeLessThanOrEqual(step);
        if (tenders.at(-1)?.kind === 'card') expect(rounding).toBe(0);
        expect(tenders.slice(0, -1).every(({ takenAs }) => takenAs !== undefined)).toBe(true);
        expect(half).toEqual([]);
      }),
    );
  });

  it('that is not even owes what is due less what it holds, never below nothing', () => {
    fc.assert(
      fc.property(...played, (dueMinor, step, acts) => {
        const { entries, half, tenders } = play(dueMinor, step, acts);
        if (tenders !== null) return;
        const taken = half[0]?.taken ?? [];
        const left = owed({ dueMinor, taken });
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBe(dueMinor - taken.reduce((sum, one) => sum + one.tender.amountMinor, 0));
        for (const { tender } of taken) {
          if (tender.kind === 'cash') expect(tender.amountMinor % step).toBe(0);
        }
        expect(entries.reduce(foldHalfPaid, [] as readonly HalfPaid[])).toEqual(half);
      }),
    );
  });

  it('can always be paid on: in cash all that is owed, by card to the unit', () => {
    fc.assert(
      fc.property(...played, (dueMinor, step, acts) => {
        const { half, tenders } = play(dueMinor, step, acts);
        if (tenders !== null) return;
        const taken = half[0]?.taken ?? [];
        const settlement: Settlement = { saleId, dueMinor, taken, underWay: null };
        const cash = { kind: 'cash', amountMinor: owedInCash(settlement, step) } as const;
        expect(mayTake(settlement, cash, step)).toBeNull();
        expect(isEven(settlement, tenderOf(settlement, cash, step, idOf(99)), step)).toBe(true);
        const card = { kind: 'card', amountMinor: owed(settlement) } as const;
        expect(mayTake(settlement, card, step)).toBe(owed(settlement) > 0 ? null : 'nothing-owed');
      }),
    );
  });

  const half = (taken: Settlement['taken'] = [], underWay: string | null = null): Settlement => ({
    saleId,
    dueMinor: 1_304,
    taken,
    underWay,
  });

  it.each([
    ['a card for more than is owed', half(), 'card', 1_305, 'tender-over-owed'],
    ['a card for nothing', half(), 'card', 0, 'nothing-owed'],
    ['a part in cash that no coins make', half(), 'cash', 123, 'cash-not-in-coins'],
    ['cash for less than nothing', half(), 'cash', -10, 'nothing-owed'],
    ['anything while somebody is asked', half([], idOf(1)), 'cash', 1_300, 'sale-in-payment'],
    ['cash beyond what is owed', half(), 'cash', 5_000, null],
    ['the rounded rest in cash', half(), 'cash', 1_300, null],
    ['a part by card', half(), 'card', 1, null],
  ] as const)('asked for %s', (_what, settlement, kind, amountMinor, answer) => {
    expect(mayTake(settlement, { kind, amountMinor }, 10)).toBe(answer);
  });

  it('of a file that was put back does not count the card whose end nobody knows', () => {
    const tender = tenderOf(half(), { kind: 'card', amountMinor: 500 }, 10, idOf(1));
    const taken = { kind: 'tender-taken', at: 1, body: { saleId, tenderId: idOf(1), tender } };
    const doubted = { kind: 'attempt-doubted', at: 2, body: { attemptId: idOf(1) } };
    expect([taken, doubted].reduce(foldHalfPaid, [] as readonly HalfPaid[])).toEqual([]);
  });

  it('keeps what was off its lines with its first tender, until nothing of it is taken', () => {
    const off = (minor: number) => [{ line: 1, discounts: [{ source: 'hand', minor }] }];
    const tender = tenderOf(half(), { kind: 'cash', amountMinor: 100 }, 10, idOf(1));
    const taken = (n: number, minor?: number) => ({
      kind: 'tender-taken',
      at: n,
      body: { saleId, tenderId: idOf(n), tender, ...(minor && { off: off(minor) }) },
    });
    const back = (n: number) => ({
      kind: 'tender-given-back',
      at: n,
      body: { saleId, tenderId: idOf(n), tender },
    });
    const kept = (...entries: Parameters<typeof foldHalfPaid>[1][]) =>
      entries.reduce(foldHalfPaid, [] as readonly HalfPaid[])[0]?.off;
    expect(kept(taken(1, 87), taken(2), back(1))).toEqual(off(87));
    expect(kept(taken(1, 87), back(1), taken(2, 5))).toEqual(off(5));
  });
});
