/** Requests that were answered once: a till makes a new nonce for each, so the same one again is somebody else's. */
import type { Clock } from '../../domain/basics/clock.ts';
import { createAgingMap } from '../basics/aging-map.ts';

export type Replays = Readonly<{
  /** Whether this is the first time; from now on it is not. */
  isFirst(till: string, nonce: string): boolean;
}>;

/** Only tills that proved themselves are remembered, each as often as its rate lets it ask. */
const noncesMax = 1_000_000;

/**
 * `windowMs` is how long a signature is good for. In memory: after a restart, or at another server of the same
 * database, a request can be sent once more, and changes nothing there, since every route is idempotent.
 */
export function createReplays(clock: Clock, windowMs: number): Replays {
  const seen = createAgingMap<true>(clock, windowMs, noncesMax);
  return {
    isFirst: (till, nonce) => {
      const key = `${till} ${nonce}`;
      if (seen.get(key)) return false;
      seen.set(key, true);
      return true;
    },
  };
}
