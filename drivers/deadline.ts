/**
 * How long an exchange may take and who may end it early, as one value.
 *
 * The only place in `drivers` where time is waited for; the clock is passed in, so that T1–T4 and retries run on
 * virtual time in tests.
 */
import type { Clock } from '../domain/basics/clock.ts';

export type Deadline = Readonly<{
  /** Aborts when the time is up or the caller gave up. */
  signal: AbortSignal;
  /** True once the time is up; false when the caller aborted. */
  expired(): boolean;
  /** Milliseconds left, never below zero. */
  leftMs(): number;
  /** Stops the clock. Call it when the exchange has ended. */
  done(): void;
}>;

/** Time is up `ms` from now, or when `parent` aborts. */
export function deadlineIn(clock: Clock, ms: number, parent?: AbortSignal): Deadline {
  const controller = new AbortController();
  const endsAt = clock.monotonic() + ms;
  let timeIsUp = false;
  const stopClock = clock.after(ms, () => {
    timeIsUp = true;
    controller.abort();
  });
  const onParentAbort = (): void => controller.abort();
  if (parent?.aborted) controller.abort();
  else parent?.addEventListener('abort', onParentAbort, { once: true });
  return {
    signal: controller.signal,
    expired: () => timeIsUp,
    leftMs: () => Math.max(0, endsAt - clock.monotonic()),
    done: () => {
      stopClock();
      parent?.removeEventListener('abort', onParentAbort);
    },
  };
}

/** The machine's own clock, for the devices process: the one place in `drivers` where time is asked for. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
