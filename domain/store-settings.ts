/** What the back office decides for a store; the till keeps a copy. */
import { z } from 'zod';
import { localizedSchema } from './catalogue.ts';
import { offlinePolicySchema } from './offline-limits.ts';
import { stepPolicySchema } from './sign-in.ts';

export const storeSettingsSchema = z.object({
  storeName: localizedSchema,
  currency: z.string().length(3),
  zone: z.string(),
  cutOver: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** Smallest coin given out, in minor units: cash totals are rounded to it. */
  cashStepMinor: z.int().positive(),
  usualFloatMinor: z.int().nonnegative(),
  offline: offlinePolicySchema,
  signInPolicy: z.object({
    operator: z.literal('block'),
    'self-test': z.literal('block'),
    devices: stepPolicySchema,
    'host-sign-on': stepPolicySchema,
    sync: stepPolicySchema,
    reconcile: stepPolicySchema,
    update: stepPolicySchema,
    float: stepPolicySchema,
  }),
  receiptFooter: localizedSchema,
  /** Whom a cashier calls when the till cannot help itself. */
  helpPhone: z.string(),
});
export type StoreSettings = z.infer<typeof storeSettingsSchema>;
