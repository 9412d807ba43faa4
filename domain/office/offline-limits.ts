/**
 * Offline limits: how long and how much a till may sell without the back office. Both are the store's risk, so they
 * come from policy and are never guessed.
 */
import { z } from 'zod';

export const offlinePolicySchema = z.object({
  daysMax: z.int().nonnegative(),
  unsyncedMinorMax: z.int().nonnegative(),
});
export type OfflinePolicy = z.infer<typeof offlinePolicySchema>;

export type OfflineVerdict =
  | Readonly<{ kind: 'within' }>
  | Readonly<{ kind: 'past'; limit: 'days' | 'value' }>;

/** Decides from facts alone. `unsyncedMinor` is the value of sales the back office has not seen. */
export function judgeOffline(
  policy: OfflinePolicy,
  daysSinceSync: number,
  unsyncedMinor: number,
): OfflineVerdict {
  if (daysSinceSync > policy.daysMax) return { kind: 'past', limit: 'days' };
  if (unsyncedMinor > policy.unsyncedMinorMax) {
    return { kind: 'past', limit: 'value' };
  }
  return { kind: 'within' };
}
