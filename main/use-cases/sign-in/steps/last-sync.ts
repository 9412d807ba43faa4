/** How long ago the back office last had everything, by a clock that nobody can set. */
import { pushEntriesMax } from '../../../../domain/contract/sync.ts';
import { maySyncBeside } from '../../../../domain/sign-in/second-sign-in.ts';
import type { OpenTill } from '../../../till/session.ts';

/** Whether the exchange may go on beside the cashier: see second-sign-in.ts. */
export function syncsBeside(till: OpenTill, businessDate: string): boolean {
  const { session, db, ports } = till;
  const { lastPull } = session;
  return maySyncBeside(
    {
      signedInToday: db.day().businessDate === businessDate,
      online: session.serverOnline,
      agoMs: lastPull && ports.system.sinceBootMs() - lastPull.bootMs,
      clockMovedMs: clockMovedMs(till),
      unsyncedEntries: db.journal.head().seq - db.sync.acknowledgedSeq(),
    },
    pushEntriesMax,
  );
}

/** By how much the till's clock was moved since the last pull, in ms; 0 where there was none. */
export function clockMovedMs({ session, ports }: OpenTill): number {
  const { lastPull } = session;
  if (!lastPull) return 0;
  const passedMs = ports.system.sinceBootMs() - lastPull.bootMs;
  return ports.clock.now() - lastPull.at - passedMs;
}
