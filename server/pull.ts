/** What changed for a till since its cursor, and the server's own digests of the till's days. */
import type { Clock } from '../domain/clock.ts';
import type { Pulled } from '../domain/contract/sync.ts';
import { type DayDigest, digestOf } from '../domain/reconcile.ts';
import { totalsFrom } from './store/books.ts';
import { changedDevices, changedItems, changedOperators } from './store/catalogue.ts';
import { loadStore } from './store/stores.ts';
import type { Db } from './store/tables.ts';
import { noteSynced, type TillKey } from './store/tills.ts';

/**
 * The cursor is the store's version. One that makes no sense, or lies ahead of a store that was restored from a copy,
 * counts as none: then everything comes.
 */
export async function pull(db: Db, clock: Clock, key: TillKey, cursor: string): Promise<Pulled> {
  const { settings, release, version } = await loadStore(db, key.store);
  const seen = /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0;
  const range = { after: seen > version ? 0 : seen, upTo: version };
  const pulled: Pulled = {
    cursor: String(version),
    items: await changedItems(db, key.store, range),
    operators: await changedOperators(db, key.store, range),
    devices: await changedDevices(db, key, range),
    settings,
    release,
    serverTime: clock.now(),
  };
  await noteSynced(db, key, clock.now());
  return pulled;
}

export async function digests(db: Db, key: TillKey, from: string): Promise<DayDigest[]> {
  return (await totalsFrom(db, key, from)).map(digestOf);
}
