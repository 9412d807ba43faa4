/** Reviews beside the answering of requests: one till at a time, each once however often it has pushed meanwhile. */
import type { Clock } from '../../domain/basics/clock.ts';
import type { Database } from '../store/tables.ts';
import { reviewTill } from './review.ts';
import type { ReviewedTill } from './reviewed-till.ts';

export type Reviewer = Readonly<{
  /** Something about this till is new: entries, or a refusal. */
  want(till: ReviewedTill): void;
  /** Resolves when what is under way has ended; nothing more is begun. */
  stop(): Promise<void>;
}>;

/** What the last run of the server left is looked at first. `logFault` hears of what nobody expected. */
export function startReviewer(
  db: Database,
  clock: Clock,
  logFault: (cause: unknown) => void,
): Reviewer {
  const waiting = new Map<string, ReviewedTill>();
  let running: Promise<void> | null = null;
  let stopped = false;

  const run = async (): Promise<void> => {
    for (const [name, till] of waiting) {
      if (stopped) return;
      waiting.delete(name);
      try {
        await reviewTill(db, clock, till);
      } catch (cause) {
        // The next push of this till tries again.
        logFault(cause);
      }
    }
  };
  const start = (): void => {
    if (stopped || running !== null || waiting.size === 0) return;
    running = run().finally(() => {
      running = null;
      start();
    });
  };
  const want = (till: ReviewedTill): void => {
    waiting.set(`${till.store} ${till.till}`, till);
    start();
  };

  const looking = leftOver(db).then((tills) => {
    for (const till of tills) want(till);
  }, logFault);
  return {
    want,
    stop: async () => {
      stopped = true;
      await looking;
      await running;
    },
  };
}

/** Tills whose journals go on behind their reviews. */
async function leftOver(db: Database): Promise<ReviewedTill[]> {
  const rows = await db
    .selectFrom('tills')
    .leftJoin('reviews', (join) =>
      join
        .onRef('reviews.store_id', '=', 'tills.store_id')
        .onRef('reviews.till_id', '=', 'tills.till_id'),
    )
    .select(['tills.store_id', 'tills.till_id', 'tills.head_seq', 'reviews.seq'])
    .where('tills.head_seq', '>', 0)
    .execute();
  return rows
    .filter(({ head_seq, seq }) => head_seq > (seq ?? 0))
    .map(({ store_id: store, till_id: till }) => ({ store, till }));
}
