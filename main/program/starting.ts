/** A till whose configuration may be unreadable: the page must still be able to say so, and to try again. */
import type { Channel, Envelope, StartupView } from '../../domain/contract/ipc.ts';
import type { TillEvent } from '../../domain/contract/told.ts';
import { Problem, toProblem } from '../../domain/words/problem.ts';
import { createLane } from '../till/lane.ts';
import type { Till } from './app.ts';

/** Before a configuration could be read: what the page shows then. */
type Blank = Omit<StartupView, 'problem'>;

/**
 * `make` reads the configuration and creates the till; it is called at `start` and at each `startup.retry` until it
 * succeeds. What it throws is the problem the page is told.
 */
export function createStartingTill(make: () => Till, blank: Blank): Till {
  const listeners = new Set<(event: TillEvent) => void>();
  let till: Till | null = null;
  let problem: Problem = new Problem('unexpected');
  const startLane = createLane();

  const startOnce = async (): Promise<void> => {
    if (till) return;
    try {
      till = make();
    } catch (thrown) {
      problem = toProblem(thrown);
      const view = { ...blank, problem: problem.toData() };
      for (const listener of listeners) listener({ kind: 'startup', view });
      return;
    }
    till.onEvent((event) => {
      for (const listener of listeners) listener(event);
    });
    await till.start();
  };
  const start = (): Promise<void> => startLane(startOnce);

  return {
    handle: async (channel, input, grant): Promise<Envelope<unknown>> => {
      const name = channel as Channel;
      if (!till && name === 'startup.retry') await start();
      // A page that asks while the till starts waits for the answer that lasts.
      if (!till && name === 'startup.view') await startLane(async () => {});
      if (till) return till.handle(channel, input, grant);
      const data = problem.toData();
      return name === 'startup.view' || name === 'startup.retry'
        ? { ok: true, value: { ...blank, problem: data } }
        : { ok: false, problem: data };
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    close: async () => till?.close(),
  };
}
