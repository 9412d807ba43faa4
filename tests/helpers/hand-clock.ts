/** A clock that a test moves by hand: nothing is due before `advance` says so, however slow the machine is. */
import type { Clock } from '../../domain/basics/clock.ts';

export type HandClock = Clock &
  Readonly<{
    advance(ms: number): void;
    /** How long until the next timer is due; null where nobody waits. */
    dueInMs(): number | null;
  }>;

/** Starts at `startMs`, milliseconds UTC. */
export function handClock(startMs = Date.UTC(2026, 8, 22, 0, 30)): HandClock {
  let elapsedMs = 0;
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => startMs + elapsedMs,
    monotonic: () => elapsedMs,
    after: (delayMs, run) => {
      const timer = { at: elapsedMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    dueInMs: () =>
      timers.size === 0 ? null : Math.min(...[...timers].map(({ at }) => at)) - elapsedMs,
    advance: (ms) => {
      const until = elapsedMs + ms;
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        elapsedMs = Math.max(elapsedMs, due.at);
        due.run();
      }
      elapsedMs = until;
    },
  };
}
