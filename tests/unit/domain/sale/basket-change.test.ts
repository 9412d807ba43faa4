import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesOf, withChanges } from '../../../../domain/sale/basket-change.ts';

const basket = fc.record({
  id: fc.constantFrom('a', 'b'),
  lines: fc
    .uniqueArray(fc.record({ line: fc.integer({ min: 1, max: 8 }), quantity: fc.nat(3) }), {
      selector: ({ line }) => line,
    })
    .map((lines) => lines.sort((one, other) => one.line - other.line)),
});

it('the lines that changed make the basket of the one before, whatever was done to it', () => {
  fc.assert(
    fc.property(fc.option(basket), basket, (before, after) => {
      const lines = withChanges(before?.lines ?? [], changesOf(before, after));
      expect(lines).toEqual(after.lines);
    }),
  );
});

it('only the lines that changed are among them', () => {
  const before = { id: 'a', lines: [1, 2, 3].map((line) => ({ line, quantity: 1 })) };
  const after = { id: 'a', lines: [1, 3].map((line) => ({ line, quantity: line })) };
  expect(changesOf(before, after)).toEqual({
    whole: false,
    changed: [{ line: 3, quantity: 3 }],
    gone: [2],
  });
});
