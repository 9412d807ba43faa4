/** What is written down of a shift and a business date. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { count, minor, signedHeadSchema } from '../journal/fields.ts';

export const dayClosedBodySchema = z.object({
  /** Number of the Z report of this till, from 1, never reset. */
  zNumber: z.int().positive(),
  closedDate: z.iso.date(),
  countedMinor: count,
  expectedMinor: minor,
  differenceMinor: minor,
  reason: z.string().max(200).nullable(),
  sales: count,
  salesMinor: minor,
  firstSeq: count,
  lastSeq: count,
  /** Head of the journal just before this entry. */
  head: signedHeadSchema,
});
export type DayClosedBody = z.infer<typeof dayClosedBodySchema>;

export const dayFacts = {
  'till-locked': z.object({}),
  'till-unlocked': z.object({}),
  /** `restart`: the till stopped in the middle of a shift; whoever goes on must sign in again. */
  /** `handed-over`: another operator takes the till. `withdrawn`: the back office withdrew the operator. */
  'signed-out': z.object({
    reason: z.enum(['operator', 'cut-over', 'day-closed', 'restart', 'handed-over', 'withdrawn']),
  }),
  /** The store's time zone or cut-over is another from here on. */
  'zone-changed': z.object({ before: z.string(), after: z.string() }),
  'day-closed': dayClosedBodySchema,
} as const;
