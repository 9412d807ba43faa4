/** The system's clock and randomness: the only place in main where time is asked for. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Clock } from '../../domain/basics/clock.ts';
import type { NewId, Random } from '../../domain/basics/random.ts';

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

export const systemRandom: Random = { bytes: (count) => randomBytes(count) };

/** UUIDv7 (RFC 9562 section 5.7) of the clock and randomness passed in. */
export function createNewId(clock: Clock, random: Random): NewId {
  return () => v7({ msecs: clock.now(), random: random.bytes(16) });
}
