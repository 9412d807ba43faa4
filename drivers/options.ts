/** What a device of a configuration does otherwise than its protocol says, checked by the protocol's own schema. */
import type { z } from 'zod';
import type { DeviceConfig } from '../domain/devices/verbs.ts';
import { Problem } from '../domain/words/problem.ts';

/** Throws `Problem` `config-unreadable` for options that the protocol does not know. */
export function readOptions<Schema extends z.ZodType>(
  schema: Schema,
  { device, family, protocol, options }: DeviceConfig,
): z.output<Schema> {
  // For the bench, not for the protocol: money may move here.
  const { testTerminal: _, ...own } = options;
  const parsed = schema.safeParse(own);
  if (parsed.success) return parsed.data;
  throw new Problem(
    'config-unreadable',
    { file: `${family}/${protocol}`, where: device },
    parsed.error,
  );
}
