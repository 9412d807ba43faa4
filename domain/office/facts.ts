/** What is written down of the talk with the back office. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { count, signedHeadSchema } from '../journal/fields.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { anyProblemSchema } from '../words/problem.ts';

export const officeFacts = {
  /** The back office has everything up to `head`. */
  'journal-pushed': z.object({ head: signedHeadSchema }),
  /** `leftOut`: rows that this version could not read, altogether. Not where there is none. */
  'catalogue-pulled': z.object({
    cursor: z.string(),
    items: count,
    operators: count,
    /** Of the store's roles, from here on; only where they changed. Not of older tills. */
    rolesVersion: count.optional(),
    leftOut: count.optional(),
  }),
  /** A till that was stopped goes on; `by` says so. */
  'stop-lifted': z.object({ stop: anyProblemSchema, by: operatorNumberSchema }),
} as const;
