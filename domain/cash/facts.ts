/** What is written down of the drawer. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { kind } from '../journal/fact.ts';
import { count, drawerId, inMainDrawer, minor } from '../journal/fields.ts';
import { reasonFields, reasonIdSchema, reasonTextSchema } from '../journal/reasons.ts';
import { lentSchema } from '../people/lent.ts';
import { operatorNumberSchema } from '../people/operator.ts';

const floatCounted = z.object({
  amountMinor: count,
  /** Denomination in minor units → pieces. */
  denominations: z.record(z.string(), count),
});
const drawerOpened = z.object({
  approvedBy: operatorNumberSchema.optional(),
  lent: lentSchema.optional(),
  how: z.enum(['bench-check', 'bench-test', 'bench-raw']).optional(),
});

const drawerOpenedBody = drawerOpened.extend({
  drawer: drawerId,
  reasonId: reasonIdSchema.optional(),
  reason: reasonTextSchema.optional(),
});
type DrawerOpenedBody = z.infer<typeof drawerOpenedBody>;

/** What stands on the bag that goes to the safe or the bank. */
export const bagSchema = z.string().trim().min(1).max(40);
/** Cash that moved without a sale. `approvedBy`: who lent the right to whoever did it. */
const moved = z.object({
  drawer: drawerId,
  amountMinor: z.int().positive(),
  approvedBy: operatorNumberSchema.optional(),
  lent: lentSchema.optional(),
});

export const cashFacts = {
  'float-counted': kind(floatCounted).next(floatCounted.extend({ drawer: drawerId }), inMainDrawer),
  /**
   * What lies in the drawer was counted; a later count replaces none. `blind`: what should be there was hidden from
   * whoever counted. Its business date is the one that is being closed.
   */
  'cash-counted': z.object({
    drawer: drawerId,
    amountMinor: count,
    /** Denomination in minor units → pieces. */
    denominations: z.record(z.string(), count),
    blind: z.boolean(),
  }),
  /**
   * The drawer was opened without a sale. `approvedBy`: who lent the right to whoever did it. `how`: by a test of the
   * bench or by raw bytes, where it was not by the till's own key. Not in the journals of older tills. There is no reason
   * where the bench did it, nor in entries of before stores had reasons of their own.
   */
  'drawer-opened': kind(drawerOpened).next<DrawerOpenedBody>(drawerOpenedBody, inMainDrawer),
  'cash-paid-in': moved.extend(reasonFields),
  'cash-paid-out': moved.extend(reasonFields),
  /**
   * The drawer was counted and passed on in mid-day: what it should have held, and what the next one takes over. Of several
   * counts the first stands beside the last. `approvedBy`: who allowed a difference that was too much for whoever went.
   */
  'drawer-handed-over': z.object({
    drawer: drawerId,
    firstCountedMinor: count.optional(),
    countedMinor: count,
    expectedMinor: minor,
    differenceMinor: minor,
    reasonId: reasonIdSchema.optional(),
    reason: reasonTextSchema.optional(),
    approvedBy: operatorNumberSchema.optional(),
    lent: lentSchema.optional(),
  }),
  /** To the safe, in a bag with a number. */
  'cash-dropped': moved.extend({ bag: bagSchema }),
} as const;
