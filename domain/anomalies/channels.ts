/** The sign-ins of the past and what was odd beside them, as the page asks for them. */
import { z } from 'zod';
import { channel } from '../people/channel.ts';
import { pastSignInSchema } from '../sign-in/channels.ts';
import { sentenceParamsSchema } from '../words/problem.ts';
import { anyAnomalyKindSchema } from './kinds.ts';

export const anomalyViewSchema = z.object({
  seq: z.int(),
  at: z.number(),
  anomaly: anyAnomalyKindSchema,
  params: sentenceParamsSchema,
  entries: z.array(z.int()),
});
export type AnomalyView = z.infer<typeof anomalyViewSchema>;

export const anomalyChannels = {
  /** Newest first, of this till. */
  'report.signIns': channel(
    'report.sign-ins',
    z.object({ limit: z.int().positive().max(500) }),
    z.object({ signIns: z.array(pastSignInSchema), anomalies: z.array(anomalyViewSchema) }),
  ),
} as const;
