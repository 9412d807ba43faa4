/** What the page may ask of the drawer. */
import { z } from 'zod';
import { amountMinorMax } from '../basics/money.ts';
import { reasonIdSchema } from '../journal/reasons.ts';
import { channel } from '../people/channel.ts';
import { bagSchema } from './facts.ts';

const nothing = z.object({});
const amountMinor = z.int().positive().max(amountMinorMax);

export const moveInputSchema = z.discriminatedUnion('way', [
  z.object({ way: z.literal('pay-in'), amountMinor, reasonId: reasonIdSchema }),
  z.object({ way: z.literal('pay-out'), amountMinor, reasonId: reasonIdSchema }),
  z.object({ way: z.literal('safe-drop'), amountMinor, bag: bagSchema }),
]);

export const cashChannels = {
  /** By who may, or with the approval of somebody who may. */
  'drawer.open': channel('lent:drawer.open', z.object({ reasonId: reasonIdSchema }), nothing),
  /** `approval-needed` is thrown where whoever asks may not, or not so much. */
  'cash.move': channel('sell', moveInputSchema, nothing),
} as const;
