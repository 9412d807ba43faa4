/**
 * Sync beside the selling: after each sale while the back office answers, with growing pauses while it does not.
 */

import type { OpenTill } from '../../till/open-till.ts';
import { logFailure } from '../../till/record.ts';
import { syncLane } from './link.ts';
import { busyMs } from './patience.ts';
import { agreeOnHead, pull, pushJournal } from './sync.ts';

export type BackgroundSync = Readonly<{
  /** New entries wait. Goes at once while the back office answers; otherwise with the next try. */
  want(): void;
  stop(): void;
}>;

/** How often prices and operators are asked for while the network is there. */
const pullEveryMs = 60_000;
/** The first pause after a failure; each further one is twice as long. */
const retryMs = 1_000;
/** A cable put back is noticed within this time. */
const retryMsMax = 20_000;

export function startBackgroundSync(till: OpenTill): BackgroundSync {
  const { clock } = till.ports;
  let failures = 0;
  /** As the back office asked for, in ms. */
  let busyFor = 0;
  let running = false;
  let again = false;
  /** There is something to push; otherwise the till only asks how things are. */
  let wanted = false;
  let stopped = false;
  let pulledAt = Number.NEGATIVE_INFINITY;
  let cancelTimer = (): void => {};

  const plan = (delayMs: number): void => {
    cancelTimer();
    if (!stopped) cancelTimer = clock.after(delayMs, run);
  };

  const syncOnce = async (): Promise<void> => {
    // A back office that was away, or not spoken to for a while, may have been put back to a copy, or have stopped us.
    if (!wanted || failures > 0) await agreeOnHead(till);
    await pushJournal(till);
    if (clock.monotonic() - pulledAt < pullEveryMs) return;
    await pull(till);
    pulledAt = clock.monotonic();
  };

  const run = (): void => {
    if (running || stopped) return;
    running = true;
    wanted = again;
    again = false;
    cancelTimer();
    till.inBackground('sync', false, async () => {
      try {
        await syncLane(till, async () => {
          if (!stopped) await syncOnce();
        });
        failures = 0;
      } catch (thrown) {
        failures += 1;
        busyFor = busyMs(thrown, till.ports.random) ?? 0;
        logFailure(till, 'sync', thrown);
      }
      running = false;
      const retryIn = Math.min(retryMsMax, retryMs * 2 ** Math.min(failures - 1, 10));
      if (failures > 0) plan(Math.max(busyFor, retryIn));
      else plan(again ? 0 : pullEveryMs);
    });
  };

  plan(0);
  return {
    want: () => {
      again = true;
      if (failures === 0) run();
    },
    stop: () => {
      stopped = true;
      cancelTimer();
    },
  };
}
