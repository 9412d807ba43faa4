/** What a store decides about its devices. */
import { z } from 'zod';

/** Model → versions that may run on it; a model that is not here may run any. */
export const firmwareSchema = z.record(z.string(), z.array(z.string()).min(1));
export type Firmware = z.infer<typeof firmwareSchema>;
