/**
 * Long work over what somebody sent, in between of which everybody else is answered.
 *
 * The server has one thread: what runs through a file of 60,000 rows at a stretch keeps each till waiting that long.
 */
import { setImmediate as othersTurn } from 'node:timers/promises';

/** Half of what a till may notice, so that two such works at once still stay below it. */
const stretchMs = 20;

/** Called between two steps: returns at once until so much time has passed, then lets others go first. */
export type Breath = () => Promise<void> | undefined;

export function breathing(): Breath {
  let since = performance.now();
  return () => {
    if (performance.now() - since < stretchMs) return undefined;
    return othersTurn().then(() => {
      since = performance.now();
    });
  };
}
