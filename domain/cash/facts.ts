/** What is written down of the drawer. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { kind } from '../journal/fact.ts';
import { count, drawerId, inMainDrawer } from '../journal/fields.ts';
import { operatorNumberSchema } from '../people/operator.ts';

const floatCounted = z.object({
  amountMinor: count,
  /** Denomination in minor units → pieces. */
  denominations: z.record(z.string(), count),
});
const drawerOpened = z.object({
  approvedBy: operatorNumberSchema.optional(),
  how: z.enum(['bench-check', 'bench-test', 'bench-raw']).optional(),
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
   * bench or by raw bytes, where it was not by the till's own key. Not in the journals of older tills.
   */
  'drawer-opened': kind(drawerOpened).next(drawerOpened.extend({ drawer: drawerId }), inMainDrawer),
} as const;
