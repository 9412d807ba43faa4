/** How much of what comes back: never more than is left, whole where it was weighed. */
import { expect, it } from 'vitest';
import {
  allOf,
  emptyDraft,
  type ReturnLine,
  stepped,
  typed,
} from '../../../../renderer/returns/draft.ts';

const name = { zh: '水', en: 'Water' };
const pieces: ReturnLine = {
  line: 1,
  name,
  unit: 'piece',
  quantity: 3_000,
  left: 2_000,
  totalMinor: 600,
};
const weighed: ReturnLine = { ...pieces, line: 2, unit: 'kg', quantity: 865, left: 865 };
const gone: ReturnLine = { ...pieces, line: 3, left: 0 };

const countOf = (keys: string, of: ReturnLine) =>
  [...keys].reduce((draft, key) => typed(draft, of, key), emptyDraft).counts.get(of.line);

it('is what is typed, up to what is left', () => {
  expect(countOf('1', pieces)).toBe(1_000);
  expect(countOf('5', pieces)).toBe(2_000);
  expect(countOf('0', pieces)).toBeUndefined();
  expect(countOf('0.5', weighed)).toBe(500);
  expect(countOf('0.9', weighed)).toBe(865);
});

it('goes by one piece, or by all that was weighed', () => {
  const one = stepped(emptyDraft, pieces, 1);
  expect(one.counts.get(1)).toBe(1_000);
  expect(stepped(stepped(one, pieces, 1), pieces, 1).counts.get(1)).toBe(2_000);
  expect(stepped(one, pieces, -1).counts.size).toBe(0);
  expect(stepped(emptyDraft, weighed, 1).counts.get(2)).toBe(865);
});

it('is all that is left, and nothing of what is not', () => {
  const sale = { lines: [gone, pieces, weighed] };
  const { counts, line } = allOf(emptyDraft, sale);
  expect([...counts]).toEqual([
    [1, 2_000],
    [2, 865],
  ]);
  expect(line).toBe(1);
});
