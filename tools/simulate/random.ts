/** Chance with a seed: xoshiro128** 1.1 by Blackman and Vigna, seeded by splitmix32. Not for keys that must be secret. */
import { assert } from '../../domain/basics/assert.ts';
import type { Random } from '../../domain/basics/random.ts';

export type SeededRandom = Random &
  Readonly<{
    /** A whole number from `min` to `max`, both included. */
    integer(min: number, max: number): number;
    /** True once in `1 / share` times. */
    chance(share: number): boolean;
    pick<Value>(list: readonly Value[]): Value;
    /** One of the names, each as often as its weight says. */
    weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
  }>;

/** Each `stream` of a seed is its own sequence: more draws in one do not move another. */
export function createSeededRandom(seed: number, stream: string): SeededRandom {
  assert(Number.isSafeInteger(seed) && seed >= 0, `seed ${seed}`);
  const next = xoshiro128(stateOf(seed, stream));
  // 53 bits, so that every whole number below 2^53 can come out.
  const fraction = (): number => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  const integer = (min: number, max: number): number =>
    min + Math.floor(fraction() * (max - min + 1));
  return {
    bytes: (count) => Uint8Array.from({ length: count }, () => next() & 0xff),
    integer,
    chance: (share) => fraction() < share,
    pick: <Value>(list: readonly Value[]): Value => {
      assert(list.length > 0, 'there is something to pick from');
      return list[integer(0, list.length - 1)] as Value;
    },
    weighted: (weights) => {
      const entries = Object.entries<number>(weights) as [keyof typeof weights, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [name, weight] of entries) {
        left -= weight;
        if (left < 0) return name;
      }
      const [last] = entries.at(-1) ?? [];
      assert(last !== undefined, 'there is something to pick from');
      return last;
    },
  };
}

/** The generator itself, on four 32-bit words that are not all zero; answers 32 bits, unsigned. */
export function xoshiro128(state: Uint32Array): () => number {
  const word = (index: number): number => state[index] as number;
  const rotate = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
  return () => {
    const result = Math.imul(rotate(Math.imul(word(1), 5), 7), 9) >>> 0;
    const shifted = word(1) << 9;
    state[2] = word(2) ^ word(0);
    state[3] = word(3) ^ word(1);
    state[1] = word(1) ^ word(2);
    state[0] = word(0) ^ word(3);
    state[2] = word(2) ^ shifted;
    state[3] = rotate(word(3), 11);
    return result;
  };
}

function stateOf(seed: number, stream: string): Uint32Array {
  let mixed = seed >>> 0;
  const mix = (value: number): number => {
    mixed = (mixed + value + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  mix(Math.floor(seed / 2 ** 32));
  for (const char of stream) mixed = mix(char.codePointAt(0) ?? 0);
  return Uint32Array.from({ length: 4 }, () => mix(0));
}
