/** What somebody should look at, found by the till or by the back office; each has one sentence and entries behind it. */
import { z } from 'zod';

export const anomalyKindSchema = z.enum([
  'out-of-hours',
  'tries-on-many-numbers',
  'device-changed',
  'clock-moved',
  'many-reversals',
  'many-voids',
  'many-no-sales',
  'many-discounts',
  'decided-alone',
  'till-cloned',
  'till-restored',
]);
export type AnomalyKind = z.infer<typeof anomalyKindSchema>;
