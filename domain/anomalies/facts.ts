/** What is written down of what was odd. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { count } from '../journal/fields.ts';
import { sentenceParamsSchema } from '../words/problem.ts';
import { anyAnomalyKindSchema } from './kinds.ts';

export const anomaliesFacts = {
  /** The till noticed something that somebody should look at; `entries` are sequence numbers of this journal. */
  'anomaly-raised': z.object({
    anomaly: anyAnomalyKindSchema,
    params: sentenceParamsSchema,
    entries: z.array(count).max(100),
  }),
} as const;
