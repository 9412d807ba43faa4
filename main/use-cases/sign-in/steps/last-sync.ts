/** How long ago the back office last had everything, by a clock that nobody can set. */

import { pushEntriesMax } from '../../../../domain/contract/sync.ts';
import { maySyncBeside } from '../../../../domain/sign-in/second-sign-in.ts';
import type { OpenTill } from '../../../till/open-till.ts';
import { link } from '../../office/link.ts';

/** Whether the exchange may go on beside the cashier: see second-sign-in.ts. */
export function syncsBeside(till: OpenTill, businessDate: string): boolean {
  const { db, ports } = till;
  const { online, lastPull } = link(till);
  return maySyncBeside(
    {
      signedInToday: db.day().businessDate === businessDate,
      online,
      agoMs: lastPull && ports.system.sinceBootMs() - lastPull.bootMs,
      clockMovedMs: clockMovedMs(till),
      unsyncedEntries: db.journal.head().seq - db.sync.acknowledgedSeq(),
    },
    pushEntriesMax,
  );
}

/** By how much the till's clock was moved since the last pull, in ms; 0 where there was none. */
export function clockMovedMs(till: OpenTill): number {
  const { ports } = till;
  const { lastPull } = link(till);
  if (!lastPull) return 0;
  const passedMs = ports.system.sinceBootMs() - lastPull.bootMs;
  return ports.clock.now() - lastPull.at - passedMs;
}
