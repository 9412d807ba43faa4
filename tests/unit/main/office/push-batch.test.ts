import { describe, expect, it } from 'vitest';
import { bodyBytesMax } from '../../../../domain/contract/sync.ts';
import type { ExportedEntry } from '../../../../domain/journal/chain.ts';
import { fitting } from '../../../../main/use-cases/office/push-batch.ts';

/** Entries whose Chinese texts take three bytes a character. */
const entries = (count: number, characters: number): ExportedEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    at: 1,
    body: { text: '签'.repeat(characters) },
    businessDate: '2026-11-22',
    id: '0190a1b2-0000-7000-8000-000000000001',
    kind: 'till-started',
    operator: null,
    seq: index + 1,
    till: 's1-01',
    prev: '0'.repeat(64),
    hash: '0'.repeat(64),
  }));

const bytesOf = (batch: ExportedEntry[]): number =>
  Buffer.byteLength(JSON.stringify({ entries: batch }));

describe('One push', () => {
  it('takes everything that an ordinary day writes', () => {
    expect(fitting(entries(500, 300))).toHaveLength(500);
    expect(fitting([])).toEqual([]);
  });

  it('stops before its body is longer than the back office takes', () => {
    const many = entries(500, 4_000);
    const batch = fitting(many);
    expect(bytesOf(batch)).toBeLessThanOrEqual(bodyBytesMax);
    expect(bytesOf(many.slice(0, batch.length + 1))).toBeGreaterThan(bodyBytesMax);
  });

  it('sends an entry that fits into no body alone, so that its refusal names it', () => {
    expect(fitting(entries(3, bodyBytesMax))).toHaveLength(1);
  });
});
