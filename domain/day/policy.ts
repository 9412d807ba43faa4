/** What a store may decide about the end of its days. */
import { z } from 'zod';

export const dayPolicySchema = z.object({
  /** Who signs in after a Z goes on with a further session of the same date, with its own Z, or begins the next date. */
  afterClose: z.enum(['further-session', 'next-date']),
  /** `blind`: nothing that tells what should be in the drawer is shown until it was counted. */
  cashCount: z.enum(['blind', 'open']),
});
export type DayPolicy = z.infer<typeof dayPolicySchema>;

export const defaultDayPolicy: DayPolicy = { afterClose: 'further-session', cashCount: 'blind' };
