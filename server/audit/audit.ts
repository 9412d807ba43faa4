/**
 * The audit: what was refused, and who changed what. Changes are always written; refusals as far as one source may fill
 * the disk, and the next one that is written says how many were not.
 */
import type { Kysely, Transaction } from 'kysely';
import type { Clock } from '../../domain/basics/clock.ts';
import type { Random } from '../../domain/basics/random.ts';
import { toHex } from '../../domain/journal/chain.ts';
import type { SentenceParams } from '../../domain/words/problem.ts';
import { createAgingMap } from '../basics/aging-map.ts';
import { createRateLimiter } from '../basics/rate-limit.ts';
import type { Tables } from '../store/tables.ts';

/** `till:…`, `account:…`, `address:…`, or `head-office` for what runs in the server's own process. */
export type Who = `till:${string}` | `account:${string}` | `address:${string}` | 'head-office';

export type AuditEvent = Readonly<{
  /** Empty where no store is concerned, or none is known. */
  store: string;
  who: Who;
  /** One word for what happened; the console has a sentence for each, and shows it as it stands where it has none. */
  what: string;
  /** Never a secret, nor anything a stranger wrote at length. */
  params: SentenceParams;
}>;

export type Audit = Readonly<{
  /** Writes down what somebody did, in the transaction that does it. */
  did(work: Kysely<Tables> | Transaction<Tables>, event: AuditEvent): Promise<void>;
  /** Writes down a refusal, unless this source has had its share. */
  refused(db: Kysely<Tables>, event: AuditEvent): Promise<void>;
}>;

/** Of one source and kind: twenty at once, then one in five minutes. */
const perSource = { burst: 20, perSecond: 1 / 300 };
/** Of everybody together: a thousand at once, then six a minute, some two megabytes a day. */
const ofAll = { burst: 1_000, perSecond: 0.1 };
const skippedLifeMs = 24 * 3_600_000;
const sourcesMax = 20_000;
const textMax = 120;

export function createAudit(clock: Clock, random: Random): Audit {
  const sources = createRateLimiter(clock, perSource);
  const all = createRateLimiter(clock, ofAll);
  const skipped = createAgingMap<number>(clock, skippedLifeMs, sourcesMax);

  const write = async (
    db: Kysely<Tables>,
    { store, who, what, params }: AuditEvent,
  ): Promise<void> => {
    const at = clock.now();
    // Begins with the time, so that the key alone finds the newest of a store.
    const id = `${at.toString(36).padStart(9, '0')}-${toHex(random.bytes(6))}`;
    const short = Object.fromEntries(
      Object.entries(params).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.replaceAll('\0', '').slice(0, textMax) : value,
      ]),
    );
    await db
      .insertInto('audit')
      .values({ store_id: store, id, at, who, what, params: JSON.stringify(short) })
      .execute();
  };

  return {
    did: write,
    refused: async (db, event) => {
      const source = `${event.who} ${event.what} ${event.params.kind ?? ''}`;
      const before = skipped.get(source) ?? 0;
      if (sources.take(source) > 0 || all.take('') > 0) {
        skipped.set(source, before + 1);
        return;
      }
      skipped.set(source, 0);
      const params = before === 0 ? event.params : { ...event.params, skipped: before };
      await write(db, { ...event, params });
    },
  };
}
