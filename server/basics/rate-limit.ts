/**
 * How often somebody may ask: a bucket per source that holds `burst` and fills again by `perSecond`, as one number, the
 * time at which it will be full (GCRA, as in ATM). Lives on the clock it is given and forgets who stays away.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { createAgingMap } from './aging-map.ts';

export type Rate = Readonly<{ burst: number; perSecond: number }>;

export type RateLimiter = Readonly<{
  /** Takes `cost` for `source` and answers 0; or takes nothing and answers after how many ms there is enough. */
  take(source: string, cost?: number): number;
  /** Gives back what was taken for something that turned out harmless. */
  giveBack(source: string, cost?: number): void;
}>;

/** Above this many sources the oldest are forgotten: an attacker with many addresses costs no memory. */
const sourcesMax = 20_000;

export function createRateLimiter(clock: Clock, { burst, perSecond }: Rate): RateLimiter {
  const msPerUnit = 1_000 / perSecond;
  const roomMs = burst * msPerUnit;
  const fullAt = createAgingMap<number>(clock, roomMs, sourcesMax);
  return {
    take: (source, cost = 1) => {
      const now = clock.monotonic();
      const next = Math.max(now, fullAt.get(source) ?? now) + cost * msPerUnit;
      const waitMs = next - now - roomMs;
      if (waitMs > 0) return waitMs;
      fullAt.set(source, next);
      return 0;
    },
    giveBack: (source, cost = 1) => {
      const until = fullAt.get(source);
      if (until !== undefined) fullAt.set(source, until - cost * msPerUnit);
    },
  };
}
