/** What is written down of a shift and a business date. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { kind } from '../journal/fact.ts';
import { count, drawerId, inMainDrawer, minor, signedHeadSchema } from '../journal/fields.ts';
import { reasonIdSchema } from '../journal/reasons.ts';
import { lentSchema } from '../people/lent.ts';
import { operatorNumberSchema } from '../people/operator.ts';

const firstDayClosedSchema = z.object({
  /** Number of the Z report of this till, from 1, never reset. */
  zNumber: z.int().positive(),
  closedDate: z.iso.date(),
  countedMinor: count,
  expectedMinor: minor,
  differenceMinor: minor,
  /** Why there is a difference, as whoever closed chose it; of tills before `reasonId` in words only. */
  reason: z.string().max(200).nullable(),
  sales: count,
  salesMinor: minor,
  firstSeq: count,
  lastSeq: count,
  /** Head of the journal just before this entry. */
  head: signedHeadSchema,
});
/** `drawer`: which one was counted. `reasonId`: which of the store's reasons `reason` is. */
const dayClosedBodySchema = firstDayClosedSchema.extend({
  drawer: drawerId,
  reasonId: reasonIdSchema.optional(),
  /** Of several counts the first: what was counted before anybody knew what should be there. */
  firstCountedMinor: count.optional(),
  /** Who allowed a difference that was too much for whoever closed. */
  approvedBy: operatorNumberSchema.optional(),
  lent: lentSchema.optional(),
  /** Which Z of its date this is, from 2 on, and the number of the one before it; what counts began after that one. */
  session: z.int().min(2).optional(),
  afterZ: z.int().positive().optional(),
});
export type DayClosedBody = z.infer<typeof dayClosedBodySchema>;

export const dayFacts = {
  'till-locked': z.object({}),
  'till-unlocked': z.object({}),
  /** `restart`: the till stopped in the middle of a shift; whoever goes on must sign in again. */
  /** `handed-over`: another operator takes the till. `withdrawn`: the back office withdrew the operator. */
  'signed-out': z.object({
    reason: growing(['operator', 'cut-over', 'day-closed', 'restart', 'handed-over', 'withdrawn']),
  }),
  /** The store's time zone or cut-over is another from here on. */
  'zone-changed': z.object({ before: z.string(), after: z.string() }),
  'day-closed': kind(firstDayClosedSchema).next<DayClosedBody>(dayClosedBodySchema, inMainDrawer),
} as const;
