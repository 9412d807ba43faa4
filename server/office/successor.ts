/**
 * A machine whose journal was lost or forked goes on under a new till id, with a chain of its own that names the old one.
 * The old till is withdrawn and its journal stays; its devices are the new one's.
 */

import { nextVersion, upsert } from '../changes/versioned.ts';
import type { Work } from '../store/tables.ts';

/** Two till ids of `store`. */
export type Succession = Readonly<{ store: string; from: string; to: string }>;

export async function succeed(
  work: Work,
  now: number,
  { store, from, to }: Succession,
): Promise<void> {
  await work
    .updateTable('tills')
    .set((is) => ({
      succeeded_by: to,
      revoked_at: is.fn.coalesce('revoked_at', is.val(now)),
    }))
    .where('store_id', '=', store)
    .where('till_id', '=', from)
    .execute();
  const devices = await work
    .selectFrom('devices')
    .select(['device', 'body'])
    .where('store_id', '=', store)
    .where('till_id', '=', from)
    .execute();
  if (devices.length === 0) return;
  const rows = devices.map((row) => ({ till_id: to, ...row }));
  await upsert(work, 'devices', ['till_id', 'device'], store, await nextVersion(work, store), rows);
}
