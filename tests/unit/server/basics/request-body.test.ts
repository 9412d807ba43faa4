import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isDeeperThan, parseBody } from '../../../../server/basics/request-body.ts';

describe('The depth of a body', () => {
  it('counts brackets of both kinds, and none inside texts', () => {
    expect(isDeeperThan('[[[]]]', 2)).toBe(true);
    expect(isDeeperThan('[[[]]]', 3)).toBe(false);
    expect(isDeeperThan('[{"a":[]}]', 2)).toBe(true);
    expect(isDeeperThan('["[[[[", "\\"[[["]', 1)).toBe(false);
    expect(isDeeperThan('[[],[],[],[]]', 2)).toBe(false);
  });

  it('is what a walk over the parsed value finds', () => {
    const depth = (value: unknown): number =>
      value === null || typeof value !== 'object'
        ? 0
        : 1 + Math.max(0, ...Object.values(value).map(depth));
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(6), (value, levels) => {
        expect(isDeeperThan(JSON.stringify(value), levels)).toBe(depth(value) > levels);
      }),
    );
  });
});

describe('A body', () => {
  it('comes back as it was sent, where it fits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const bytes = new TextEncoder().encode(JSON.stringify(value));
        expect(parseBody(z.unknown(), bytes)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('never makes anything but a refusal of random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(() => parseBody(z.object({ never: z.literal('there') }), bytes)).toThrow(
          'bad-request',
        );
      }),
    );
  });
});
