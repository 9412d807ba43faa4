/** The closings of business dates, from the Z entries themselves. */
import { z } from 'zod';
import type { Database } from '../store/tables.ts';

/** What a Z has said since there is one; a first count only where there were several. */
const closingSchema = z.looseObject({
  zNumber: z.int(),
  closedDate: z.string(),
  countedMinor: z.int(),
  firstCountedMinor: z.int().optional(),
  expectedMinor: z.int(),
  differenceMinor: z.int(),
  reason: z.string().nullable(),
  sales: z.int(),
  salesMinor: z.int(),
});

export type Closing = z.output<typeof closingSchema> &
  Readonly<{ store: string; till: string; seq: number; at: number; operator: string | null }>;

export type WantedClosings = Readonly<{
  stores: readonly string[];
  till?: string;
  /** Business dates of the entries, both included. */
  from?: string;
  until?: string;
  limit: number;
}>;

/** The newest first. One that cannot be read is among what was put aside, and not here. */
export async function readClosings(
  db: Database,
  { stores, till, from, until, limit }: WantedClosings,
): Promise<Closing[]> {
  if (stores.length === 0) return [];
  const rows = await db
    .selectFrom('entries')
    .select(['store_id', 'till_id', 'seq', 'at', 'operator', 'body'])
    .where('store_id', 'in', stores)
    .where('kind', '=', 'day-closed')
    .$if(till !== undefined, (query) => query.where('till_id', '=', till ?? ''))
    .$if(from !== undefined, (query) => query.where('business_date', '>=', from ?? ''))
    .$if(until !== undefined, (query) => query.where('business_date', '<=', until ?? ''))
    .orderBy('at', 'desc')
    .orderBy('till_id')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap(({ store_id, till_id, seq, at, operator, body }) => {
    const closing = closingSchema.safeParse(JSON.parse(body));
    return closing.success
      ? [{ ...closing.data, store: store_id, till: till_id, seq, at, operator }]
      : [];
  });
}
