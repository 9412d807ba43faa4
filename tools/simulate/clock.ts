/**
 * Virtual time: it stands still while anybody is at work and jumps to the next timer when all are idle, so that a
 * business day takes seconds and is the same every time.
 *
 * What is done outside this thread (a PIN hash, the back office) takes as long as it takes; its answer is let in at a
 * virtual moment fixed when it was asked for. So the order of events never depends on how fast the machine is.
 */
import { assert } from '../../domain/basics/assert.ts';
import type { Clock } from '../../domain/basics/clock.ts';

export type VirtualClock = Clock &
  Readonly<{
    /** Starts `run` at once; its answer, or its failure, comes `latencyMs` of virtual time later. */
    outside<Value>(latencyMs: number, run: () => Promise<Value>): Promise<Value>;
    /** Lets time pass until `work` has ended, and answers what it answered. A simulation has one caller of this. */
    until<Value>(work: Promise<Value>): Promise<Value>;
    /** Lets `ms` pass. */
    pass(ms: number): Promise<void>;
    /** Puts the hands of the clock elsewhere, as people do; what waits goes on waiting as long as before. */
    set(nowMs: number): void;
    /** The machine sleeps: the clocks on the wall and since its start go on, whatever waits does not. */
    sleep(ms: number): void;
    /** Time since the machine started, its sleep counted. */
    sinceBootMs(): number;
  }>;

type Timer = Readonly<{
  dueMs: number;
  run: () => void;
  /** Real work that must have ended before `run`; never fails. */
  after: Promise<unknown> | null;
}>;

/** Nothing in a till takes this long; whoever waits longer waits for what will not come. */
const waitMsMax = 4 * 3_600_000;

/** `startMs` is the time of the first moment, in ms since 1970. */
export function createVirtualClock(startMs: number): VirtualClock {
  const timers = new Set<Timer>();
  let elapsedMs = 0;
  let offsetMs = startMs;
  let asleepMs = 0;

  const add = (delayMs: number, run: () => void, after: Promise<unknown> | null): Timer => {
    const timer = { dueMs: elapsedMs + Math.max(0, delayMs), run, after };
    timers.add(timer);
    return timer;
  };

  /** The earliest; of several at one moment the one set first. */
  const next = (): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers) if (!first || timer.dueMs < first.dueMs) first = timer;
    return first;
  };

  const step = async (timer: Timer): Promise<void> => {
    timers.delete(timer);
    elapsedMs = Math.max(elapsedMs, timer.dueMs);
    await timer.after;
    timer.run();
  };

  const until = async <Value>(work: Promise<Value>): Promise<Value> => {
    const endMs = elapsedMs + waitMsMax;
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    for (;;) {
      await everybodyIdle();
      if (ended) return work;
      const timer = next();
      assert(timer, 'nothing is left that could end what is waited for');
      assert(timer.dueMs <= endMs, 'waited for hours, and it has not ended');
      await step(timer);
    }
  };

  const clock: VirtualClock = {
    now: () => Math.floor(offsetMs + elapsedMs),
    monotonic: () => elapsedMs,
    after: (delayMs, run) => {
      const timer = add(delayMs, run, null);
      return () => timers.delete(timer);
    },
    outside: (latencyMs, run) => {
      const work = run();
      const settled = work.then(
        () => undefined,
        () => undefined,
      );
      return new Promise((resolve) => {
        add(latencyMs, () => resolve(work), settled);
      });
    },
    until,
    pass: (ms) => until(new Promise<void>((resolve) => add(ms, resolve, null))),
    set: (nowMs) => {
      offsetMs = nowMs - elapsedMs;
    },
    sleep: (ms) => {
      offsetMs += ms;
      asleepMs += ms;
    },
    sinceBootMs: () => elapsedMs + asleepMs,
  };
  return clock;
}

/** The same time for somebody who may die: nothing set or asked for by then ever comes. */
export function mortal(clock: VirtualClock): Readonly<{ clock: VirtualClock; die: () => void }> {
  let alive = true;
  const whileAlive = (run: () => void) => () => {
    if (alive) run();
  };
  return {
    clock: {
      ...clock,
      after: (delayMs, run) => clock.after(delayMs, whileAlive(run)),
      outside: (latencyMs, run) =>
        new Promise((resolve, reject) => {
          clock.outside(latencyMs, run).then(
            (value) => whileAlive(() => resolve(value))(),
            (thrown) => whileAlive(() => reject(thrown))(),
          );
        }),
    },
    die: () => {
      alive = false;
    },
  };
}

/** After one turn of the event loop every chain of promises has run to where it waits for a timer or for the outside. */
function everybodyIdle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
