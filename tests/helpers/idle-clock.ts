/**
 * Time that passes only while nobody is at work: it goes on to the next timer once everything that could happen has
 * happened, also what a test waits for with `until`. Nothing is late on it, however slow the machine is.
 *
 * For devices in memory: of what happens outside the process, a pty or a socket, it knows nothing.
 */
import type { Clock } from '../../domain/basics/clock.ts';
import { handClock } from './hand-clock.ts';
import { lookForAll } from './until.ts';

/** Longer than any chain of promises between two waits. */
const idleTurns = 6;

export function idleClock(): Clock {
  const { advance, dueInMs, ...clock } = handClock();
  let isPassing = false;
  const pass = async (): Promise<void> => {
    isPassing = true;
    while (dueInMs() !== null) {
      for (let turns = 0; turns < idleTurns; turns += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (lookForAll()) turns = 0;
      }
      advance(dueInMs() ?? 0);
    }
    isPassing = false;
  };
  return {
    ...clock,
    after: (delayMs, run) => {
      const stop = clock.after(delayMs, run);
      if (!isPassing) void pass();
      return stop;
    },
  };
}
