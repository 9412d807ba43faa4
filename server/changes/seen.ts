/** Changes of what somebody looked at first: made only while it is still as they saw it. */
import type { Database } from '../store/tables.ts';
import { versioned } from './context.ts';
import { findVersioned, type Keyed, upsert, type VersionedTable } from './versioned.ts';

/** A value, and the version in which it was last changed. */
export type Seen<Value> = Readonly<{ value: Value; version: number }>;

/**
 * Writes one row whose version somebody saw as `seen`; null: there was none. False, and nothing is written, where it is
 * another one by now.
 */
export function changeSeen(
  db: Database,
  store: string,
  table: VersionedTable,
  key: Readonly<Record<string, string>>,
  row: Keyed,
  seen: number | null,
): Promise<boolean> {
  return versioned(db, store, async (work, version) => {
    const found = await findVersioned(work, table, store, key);
    if ((found?.version ?? null) !== seen) return false;
    await upsert(work, table, Object.keys(key), store, version, [{ ...key, ...row }]);
    return true;
  });
}
