import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom, xoshiro128 } from '../../../../tools/simulate/random.ts';

const seeds = fc.nat(Number.MAX_SAFE_INTEGER);

describe('chance with a seed', () => {
  it('is xoshiro128**: the first words from the state 1, 2, 3, 4', () => {
    const next = xoshiro128(Uint32Array.of(1, 2, 3, 4));
    expect([next(), next(), next(), next()]).toEqual([11520, 0, 5927040, 70819200]);
  });

  it('is the same for the same seed and stream, and another for another', () => {
    fc.assert(
      fc.property(seeds, seeds, (a, b) => {
        const draw = (seed: number, stream: string): string =>
          Buffer.from(createSeededRandom(seed, stream).bytes(16)).toString('hex');
        expect(draw(a, 'ids')).toBe(draw(a, 'ids'));
        expect(draw(a, 'ids')).not.toBe(draw(a, 'workload'));
        if (a !== b) expect(draw(a, 'ids')).not.toBe(draw(b, 'ids'));
      }),
    );
  });

  it('stays within the bounds and reaches both', () => {
    const random = createSeededRandom(7, 'test');
    const drawn = new Set(Array.from({ length: 500 }, () => random.integer(-2, 2)));
    expect([...drawn].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2]);
  });

  it('takes each name about as often as its weight says, and never one of weight zero', () => {
    const random = createSeededRandom(7, 'test');
    const counts = { often: 0, rarely: 0, never: 0 };
    for (let i = 0; i < 10_000; i += 1) {
      counts[random.weighted({ often: 9, rarely: 1, never: 0 })] += 1;
    }
    expect(counts.never).toBe(0);
    expect(counts.rarely).toBeGreaterThan(800);
    expect(counts.rarely).toBeLessThan(1_200);
  });

  it('refuses a seed that is none, and an empty list', () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => createSeededRandom(seed, 'x')).toThrow('Bug');
    }
    expect(() => createSeededRandom(1, 'x').pick([])).toThrow('Bug');
  });
});
