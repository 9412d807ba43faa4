import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../domain/contract/entry.ts';
import { triesMax } from '../../../../domain/people/operator.ts';
import { foldLocks, type Locks, noLocks } from '../../../../domain/sign-in/locks.ts';
import { sampleBodies } from '../contract/sample-bodies.ts';

const refused = (number: string | null, wrongTries: number, reason = 'pin-wrong'): Fact =>
  ({ kind: 'sign-in-refused', body: { number, reason, wrongTries } }) as Fact;
const fold = (facts: readonly (Fact & { operator?: string })[]): Locks =>
  facts.reduce(
    (locks, fact, index) =>
      foldLocks(locks, { operator: null, ...fact, at: 1_000 * index, seq: 10 + index }),
    noLocks,
  );
const eight = Array.from({ length: triesMax }, (_, index) => refused('1012', index + 1));
const unlocked = (number: string): Fact => ({
  kind: 'operator-unlocked',
  body: { number, by: '9001' },
});

describe('who is locked at a till', () => {
  it('is whoever typed the last wrong PIN there may be, from that entry on', () => {
    expect(fold(eight.slice(1))).toEqual({ '1012': { at: 6_000, seq: 16 } });
    expect(fold(eight.slice(0, -1))).toEqual({});
    expect(fold([...eight, refused('1012', triesMax, 'operator-locked')])).toEqual({
      '1012': { at: 7_000, seq: 17 },
    });
  });

  it('is nobody where there is no such number', () => {
    expect(fold([refused(null, 9), refused('9999', 9, 'operator-unknown')])).toEqual({});
  });

  it.each<[string, Fact & { operator?: string }]>([
    ['somebody unlocked them', unlocked('1012')],
    ['they signed in', { kind: 'signed-in', body: sampleBodies['signed-in'], operator: '1012' }],
    ['they came back to the locked screen', { kind: 'till-unlocked', body: {}, operator: '1012' }],
  ])('ends when %s', (_, fact) => {
    expect(fold([...eight, fact])).toEqual({});
  });

  it('stays where that was somebody else', () => {
    expect(Object.keys(fold([...eight, unlocked('1001')]))).toEqual(['1012']);
  });
});
