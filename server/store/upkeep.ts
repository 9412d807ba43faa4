/** What a database needs from time to time while the server runs. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Store } from './open.ts';
import { keepMonthsAhead } from './partitions.ts';

const dayMs = 24 * 3_600_000;

/**
 * Now, and once a day until the returned function is called, which waits for what is under way. What goes wrong is told
 * to `hearFault` and tried again the next day: a missing month costs nothing but speed.
 */
export async function startUpkeep(
  store: Store,
  clock: Clock,
  hearFault: (cause: unknown) => void,
): Promise<() => Promise<void>> {
  let cancel = (): void => undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    cancel = clock.after(dayMs, () => {
      running = run();
    });
    try {
      await keepMonthsAhead(store.db, clock.now());
    } catch (cause) {
      hearFault(cause);
    }
  };
  await run();
  return () => {
    cancel();
    return running;
  };
}
