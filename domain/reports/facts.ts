/** What is written down of what was summed. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';

export const reportsFacts = {
  /** What was kept beside the journal said otherwise than the journal, and was folded again from it. */
  'totals-refolded': z.object({
    businessDate: z.iso.date(),
    /** The first figure that was different. */
    what: z.string(),
    journal: z.int(),
    kept: z.int(),
  }),
} as const;
