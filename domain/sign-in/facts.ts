/** What is written down of the way in, and what was looked at on it. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { registeredDeviceSchema } from '../devices/register.ts';
import { count, minor } from '../journal/fields.ts';
import { challenge } from '../people/facts.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { roleIdSchema } from '../people/role.ts';
import { anyWayInSchema } from '../people/ways-in.ts';
import { anyProblemSchema, sentenceParamsSchema } from '../words/problem.ts';
import { anyStepNameSchema } from './steps.ts';

export const stepOutcomeSchema = z.object({
  step: anyStepNameSchema,
  state: z.enum(['passed', 'warned', 'failed', 'skipped']),
  problems: z.array(anyProblemSchema),
  /** Altogether; `waitedMs` of it went by while a person was asked. Not in the journals of older tills. */
  tookMs: count,
  waitedMs: count.optional(),
});
export type StepOutcome = z.infer<typeof stepOutcomeSchema>;

export const signInFacts = {
  /** Somebody tried to get in and was refused. */
  'sign-in-refused': z.object({
    /** Null where a badge, card or passkey is nobody's. */
    number: operatorNumberSchema.nullable(),
    reason: z.enum(['pin-wrong', 'operator-unknown', 'operator-locked', 'way-refused']),
    /** Not in the journals of older tills, which knew PINs only. */
    way: anyWayInSchema.optional(),
    wrongTries: count,
    /** So many more since the last such entry, refused without being looked at. */
    inVain: count.optional(),
  }),
  /** A sign-in ended at a step that blocks. */
  'sign-in-failed': z.object({ steps: z.array(stepOutcomeSchema) }),
  /** The gate is open: `operator` of the entry may sell on its business date. */
  'signed-in': z.object({
    role: roleIdSchema,
    offline: z.boolean(),
    steps: z.array(stepOutcomeSchema),
    /** Not in the journals of older tills. */
    ways: z.array(anyWayInSchema).optional(),
  }),
  /** Past its offline limit the till opened all the same; `by` is null where the back office allowed it, by a one-time code. */
  'offline-lifted': z.object({
    limit: z.enum(['days', 'value']),
    by: operatorNumberSchema.nullable(),
    days: count,
    unsyncedMinor: minor,
    challenge: challenge.optional(),
  }),
  /** A one-time code was not the answer to the challenge; `wrongTries` counts this one. */
  'code-refused': z.object({
    purpose: z.enum(['offline-lift', 'operator-unlock', 'device-confirm']),
    challenge,
    wrongTries: count,
    inVain: count.optional(),
  }),
  /** Somebody looked at a test picture or listened for a test sound. */
  'self-checked': z.object({ check: z.enum(['screen', 'sound']), well: z.boolean() }),
  /** A cashier compared the seals of these devices with their numbers in the register. */
  'seals-checked': z.object({
    devices: z.array(registeredDeviceSchema.pick({ device: true, seals: true })).min(1),
    intact: z.boolean(),
  }),
  'books-differed': z.object({ businessDate: z.iso.date(), params: sentenceParamsSchema }),
  'clock-moved': z.object({ direction: z.enum(['set-back', 'set-forward']), byMs: count }),
} as const;
