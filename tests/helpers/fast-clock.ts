/** The machine's own time, run through faster: what waits for seconds waits for a fraction of them. */
import type { Clock } from '../../domain/basics/clock.ts';
import { systemClock } from '../../drivers/deadline.ts';

export function fastClock(factor: number): Clock {
  const startedAt = systemClock.now();
  const bornAt = systemClock.monotonic();
  const monotonic = (): number => (systemClock.monotonic() - bornAt) * factor;
  return {
    now: () => startedAt + monotonic(),
    monotonic,
    after: (delayMs, run) => systemClock.after(delayMs / factor, run),
  };
}
