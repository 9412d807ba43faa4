/**
 * The technician's bench, as the page calls it. Opened by an approval and not by a sign-in: a till that cannot
 * sign in because of a device is the one that needs it most.
 */
import { z } from 'zod';
import { localeSchema } from '../basics/languages.ts';
import { channel } from '../people/channel.ts';
import { roleIdSchema } from '../people/role.ts';
import { problemSchema } from '../words/problem.ts';
import { benchResultSchema, benchTestSchema, findingSchema, portInfoSchema } from './bench.ts';
import { deviceCheckedBodySchema } from './facts.ts';
import { registeredDeviceSchema } from './register.ts';
import { deviceHealthSchema, healthLevelSchema } from './verbs.ts';

const nothing = z.object({});
const device = z.object({ device: z.string() });
const confirms = device.extend({ serialNumber: z.string().nullable() });

/** Who has the bench open; null when nobody has. `mayRaw` and `mayRegister` are a technician's. */
export const benchViewSchema = z.object({
  operator: z.object({ number: z.string(), name: z.string(), role: roleIdSchema }).nullable(),
  mayRaw: z.boolean(),
  mayRegister: z.boolean(),
});
export type BenchView = z.infer<typeof benchViewSchema>;

/** A check as it was written down. */
export const storedCheckSchema = deviceCheckedBodySchema.extend({
  at: z.number(),
  operator: z.string().nullable(),
});
export type StoredCheck = z.infer<typeof storedCheckSchema>;

/** Where a person wanted it; null when they changed their mind. */
const savedSchema = z.object({ path: z.string().nullable() });

export const benchChannels = {
  'bench.view': channel('nobody', nothing, benchViewSchema),
  'bench.open': channel('nobody', nothing, benchViewSchema),
  'bench.close': channel('nobody', nothing, nothing),
  'bench.ports': channel('nobody', nothing, z.object({ ports: z.array(portInfoSchema) })),
  'bench.detect': channel(
    'bench:devices.test',
    z.object({ address: z.string().min(1) }),
    z.object({ findings: z.array(findingSchema) }),
  ),
  /** A health check whose result is kept; the only way to one that moves something. */
  'bench.check': channel(
    'bench:devices.test',
    device.extend({ level: healthLevelSchema }),
    deviceHealthSchema,
  ),
  /** One test; its result is kept. `raw` and whatever opens the drawer ask for more: see the use case. */
  'bench.test': channel(
    'bench:devices.test',
    device.extend({ run: z.string().min(1), test: benchTestSchema }),
    benchResultSchema,
  ),
  'bench.stopTest': channel('bench:devices.test', z.object({ run: z.string() }), nothing),
  /**
   * Uses what was found as this till's device of its family, from now on and after every start. Answers the id it goes
   * by. It still has to be registered.
   */
  'bench.attach': channel('bench:devices.register', findingSchema, device),
  /** Newest first. */
  'bench.checks': channel(
    'here:devices.view',
    device,
    z.object({ checks: z.array(storedCheckSchema) }),
  ),
  /**
   * The register's row of a device; null where it is not registered. `confirmation` where it waits for a second person:
   * what the back office answers with a code, null on a till without a key for it, and whether a manager here may.
   */
  'bench.registered': channel(
    'here:devices.view',
    device,
    z.object({
      registered: registeredDeviceSchema.nullable(),
      confirmation: z
        .object({ challenge: z.string().nullable(), byManager: z.boolean() })
        .nullable(),
    }),
  ),
  /** A second person vouches for the device with this serial number, as `bench.registered` told it: by a code, or here. */
  'bench.confirm': channel(
    'here:devices.view',
    confirms.extend({ code: z.string().max(40).optional() }),
    nothing,
  ),
  'bench.register': channel('bench:devices.register', registeredDeviceSchema, nothing),
  /** The hand-over report as a PDF, in the page's language; the page has the words for each problem. */
  'bench.report': channel(
    'bench:devices.test',
    device.extend({
      locale: localeSchema,
      sentences: z.array(z.object({ problem: problemSchema, text: z.string().max(500) })).max(500),
    }),
    savedSchema,
  ),
  /** The masked trace as lines of text. */
  'bench.saveTrace': channel('bench:devices.test', device, savedSchema),
} as const;
