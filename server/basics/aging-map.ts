/** A map that forgets by itself: what was not set again within a life, and the oldest half where there is too much. */
import type { Clock } from '../../domain/basics/clock.ts';

export type AgingMap<Value> = Readonly<{
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
}>;

/** Keeps a value for `lifeMs` at least and twice that at most; and at most `keysMax` keys twice over. */
export function createAgingMap<Value>(
  clock: Clock,
  lifeMs: number,
  keysMax: number,
): AgingMap<Value> {
  let young = new Map<string, Value>();
  let old = new Map<string, Value>();
  let turnedAt = clock.monotonic();
  const turn = (): void => {
    const elapsedMs = clock.monotonic() - turnedAt;
    if (elapsedMs < lifeMs && young.size < keysMax) return;
    old = elapsedMs < 2 * lifeMs ? young : new Map();
    young = new Map();
    turnedAt = clock.monotonic();
  };
  return {
    get: (key) => {
      turn();
      return young.get(key) ?? old.get(key);
    },
    set: (key, value) => {
      turn();
      young.set(key, value);
    },
  };
}
