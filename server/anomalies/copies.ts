/** A till whose data was copied or restored from a backup: its refusal stands with the till, and somebody must look at it. */
import { z } from 'zod';
import type { Finding } from '../../domain/anomalies/kinds.ts';
import type { Database } from '../store/tables.ts';
import type { ReviewedTill } from './reviewed-till.ts';
import { shelve } from './shelf.ts';

const refusalSchema = z.object({
  at: z.int(),
  seq: z.int(),
  why: z.string(),
  here: z.int().optional(),
  there: z.int().optional(),
});

/** Called after a push or a head was refused, too: such a till pushes nothing that could be reviewed. */
export async function shelveRefusal(db: Database, { store, till }: ReviewedTill): Promise<void> {
  const row = await db
    .selectFrom('tills')
    .select(['refusal', 'day'])
    .where('store_id', '=', store)
    .where('till_id', '=', till)
    .executeTakeFirst();
  const refusal = refusalSchema.safeParse(JSON.parse(row?.refusal ?? 'null')).data;
  if (!row || !refusal) return;
  const finding = findingOf(refusal);
  if (!finding) return;
  const { businessDate } = JSON.parse(row.day) as { businessDate: string | null };
  await shelve(db, String(refusal.seq), finding, {
    store,
    till,
    at: refusal.at,
    businessDate: businessDate ?? new Date(refusal.at).toISOString().slice(0, 10),
    operator: null,
  });
}

function findingOf({ why, seq, here, there }: z.infer<typeof refusalSchema>): Finding | null {
  if (why === 'fork') return { anomaly: 'till-cloned', params: { seq }, entries: [seq] };
  if (why === 'restored' && here !== undefined && there !== undefined) {
    return { anomaly: 'till-restored', params: { here, there }, entries: [here] };
  }
  return null;
}
