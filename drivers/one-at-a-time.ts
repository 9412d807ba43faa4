/** A device holds one conversation at a time: others wait their turn in a bounded queue. */
import { Problem } from '../domain/words/problem.ts';

export type OneAtATime = <T>(run: () => Promise<T>) => Promise<T>;

/** A till has a handful of callers; more in the queue means one of them loops. */
const waitingMax = 16;

/** Throws `Problem` `device-busy` when too many wait already. */
export function oneAtATime(device: string): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (run) => {
    if (waiting >= waitingMax) throw new Problem('device-busy', { device });
    waiting += 1;
    const turn = last.then(run, run);
    last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      waiting -= 1;
    }
  };
}
