/** What is written down of devices, and who had the bench open. The union of all rooms' facts is domain/contract/entry.ts. */
import { z } from 'zod';
import { count } from '../journal/fields.ts';
import { operatorNumberSchema } from '../people/operator.ts';
import { anyProblemSchema } from '../words/problem.ts';
import { deviceFamilySchema, registeredDeviceSchema } from './register.ts';

/** A check or test at the bench, as it is kept and handed over. */
export const deviceCheckedBodySchema = z.object({
  device: z.string(),
  /** Who the device said it was. */
  model: z.string().nullable(),
  serialNumber: z.string().nullable(),
  /** `health-internal`, `health-external`, `health-interactive`, or the name of a bench test. */
  check: z.string(),
  outcome: z.enum(['passed', 'needs-look', 'failed', 'stopped']),
  problems: z.array(anyProblemSchema),
  facts: z.record(z.string(), z.string().max(500)),
  tookMs: count,
});
export type DeviceCheckedBody = z.infer<typeof deviceCheckedBodySchema>;

export const devicesFacts = {
  /** Somebody who may test devices opened the bench. */
  'bench-opened': z.object({ number: operatorNumberSchema }),
  'device-checked': deviceCheckedBodySchema,
  /** A technician told the till which device it has and where; `before` is the address of the one it replaced. */
  'device-attached': z.object({
    device: z.string(),
    family: deviceFamilySchema,
    protocol: z.string(),
    address: z.string(),
    before: z.string().nullable(),
  }),
  /** A device was attached to this till for good: the register's row, as the technician wrote it. */
  'device-registered': registeredDeviceSchema,
  /**
   * A second person vouched for it where the back office cannot be reached: whose right was lent, or the one-time code of
   * the back office that answered `challenge`.
   */
  'device-confirmed': z.object({
    device: z.string(),
    serialNumber: z.string().nullable(),
    by: operatorNumberSchema.nullable(),
    challenge: z.string().optional(),
  }),
} as const;
