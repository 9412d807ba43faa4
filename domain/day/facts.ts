/** What is written down of a shift and a business date. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { kind } from '../journal/fact.ts';
import { count, drawerId, inMainDrawer, minor, signedHeadSchema } from '../journal/fields.ts';

const firstDayClosedSchema = z.object({
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
/** `drawer`: which one was counted. */
const dayClosedBodySchema = firstDayClosedSchema.extend({ drawer: drawerId });
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
  'day-closed': kind(firstDayClosedSchema).next(dayClosedBodySchema, inMainDrawer),
} as const;
