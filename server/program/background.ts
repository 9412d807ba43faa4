/** What the back office does without being asked: begun with it, and ended before its database is closed. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { type Reviewer, startReviewer } from '../anomalies/reviewer.ts';
import { settle } from '../goods/import-items.ts';
import { reinterpret } from '../journal/reinterpret.ts';
import { refoldOld } from '../reports/day-totals.ts';
import type { Store } from '../store/open.ts';
import { startUpkeep } from '../store/upkeep.ts';
import type { LogFault } from './app.ts';

export type Background = Readonly<{
  reviewer: Reviewer;
  /** Resolves when nothing of it asks the database any more; what is half done is done at the next start. */
  stop(): Promise<void>;
}>;

/** Resolves once the database is fit for today's entries; all else goes on beside the answering of requests. */
export async function startBackground(
  { store, clock, random }: Readonly<{ store: Store; clock: Clock; random: Random }>,
  logFault: LogFault,
): Promise<Background> {
  const hear = (reference: string) => (cause: unknown) => logFault({ reference, path: '', cause });
  const ending = new AbortController();
  const endUpkeep = await startUpkeep(store, clock, hear('upkeep'));
  const reviewer = startReviewer(store.db, clock, hear('review'));
  const hearFault = hear('reinterpret');
  const settling = settle(store.db).catch(hear('import'));
  const reading = reinterpret(store.db, { clock, random }, hearFault, ending.signal)
    .then(() => refoldOld(store.db, hearFault, ending.signal))
    .catch(hearFault);
  const stop = async (): Promise<void> => {
    ending.abort();
    await Promise.all([endUpkeep(), reviewer.stop(), settling, reading]);
  };
  return { reviewer, stop };
}
