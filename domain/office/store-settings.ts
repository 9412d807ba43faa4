/** What the back office decides for a store; the till keeps a copy. */
import { z } from 'zod';
import { growing } from '../basics/growing.ts';
import { namesSchema } from '../basics/names.ts';
import { type Wallet, wallets } from '../basics/payment-code.ts';
import { dayPolicySchema, defaultDayPolicy } from '../day/policy.ts';
import { type Firmware, firmwareSchema } from '../devices/policy.ts';
import { labelLayoutsSchema } from '../goods/layout.ts';
import { type ReasonLists, reasonListsSchema } from '../journal/reasons.ts';
import { type SignInWays, secretRulesSchema, signInWaysSchema } from '../people/ways-in.ts';
import { stepPolicySchema } from '../sign-in/steps.ts';
import { offlinePolicySchema } from './offline-limits.ts';

/** What a store that has not said otherwise goes by. */
export const defaultRules = {
  ways: [['secret']] as SignInWays,
  secrets: { digitsMin: 4, passwords: true, lifeDays: null },
  openingHours: null,
  firmware: {} as Firmware,
  contacts: { manager: '', technician: '', backOffice: '', acquirer: '' },
  labels: [] as string[],
  wallets: ['wechat', 'alipay', 'unionpay'] as Wallet[],
  takeBackMinorMax: 50_000,
  managerConfirmsDevices: false,
  day: defaultDayPolicy,
  reasons: {} as ReasonLists,
};

const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const storeSettingsSchema = z.object({
  storeName: namesSchema,
  currency: z.string().length(3),
  zone: z.string(),
  cutOver: wallTime,
  /** Smallest coin given out, in minor units: cash totals are rounded to it. */
  cashStepMinor: z.int().positive(),
  usualFloatMinor: z.int().nonnegative(),
  offline: offlinePolicySchema,
  /** A later version may have more steps; they are kept and told, and this one does not take them. */
  signInPolicy: z.looseObject({
    operator: z.literal('block'),
    'self-test': z.enum(['block', 'warn']),
    devices: stepPolicySchema,
    'host-sign-on': stepPolicySchema,
    sync: stepPolicySchema,
    reconcile: stepPolicySchema,
    update: stepPolicySchema,
    float: stepPolicySchema,
  }),
  receiptFooter: namesSchema,
  /** Whom a cashier calls when the till cannot help itself. */
  helpPhone: z.string(),
  ways: signInWaysSchema.default(defaultRules.ways),
  secrets: secretRulesSchema.default(defaultRules.secrets),
  /** When people work here, by the store's wall clock; `until` before `from` goes over midnight. Null: at any time. */
  openingHours: z
    .object({ from: wallTime, until: wallTime })
    .nullable()
    .default(defaultRules.openingHours),
  firmware: firmwareSchema.default(defaultRules.firmware),
  /** Telephone numbers; empty: `helpPhone`. */
  contacts: z
    .object({
      manager: z.string(),
      technician: z.string(),
      backOffice: z.string(),
      acquirer: z.string(),
    })
    .default(defaultRules.contacts),
  /** What the shop's own labels mean, by prefix; one that is not here is refused. */
  labels: labelLayoutsSchema.default(defaultRules.labels),
  /** Whose payment codes are taken; none: a till takes no wallets, whatever it is set up for. */
  wallets: z.array(growing(wallets)).default(defaultRules.wallets),
  /** What a cashier may take back of one basket, or give up with it, before a manager is asked; 0: nothing. */
  takeBackMinorMax: z.int().nonnegative().default(defaultRules.takeBackMinorMax),
  /** A device that takes cards may be vouched for by a manager at the till; otherwise by the back office alone. */
  managerConfirmsDevices: z.boolean().default(defaultRules.managerConfirmsDevices),
  /** What follows a close, and how the drawer is counted. */
  day: dayPolicySchema.default(defaultRules.day),
  /** What somebody may choose from where they have to say why. */
  reasons: reasonListsSchema.default(defaultRules.reasons),
});
export type StoreSettings = z.infer<typeof storeSettingsSchema>;
