/**
 * Serial scanners: a code as text, then a terminator. No standard says more; Honeywell, Zebra and Datalogic deliver
 * theirs at 9600 8N1 with CR, or CR LF, and each can be set up to add a prefix, a suffix and the AIM identifier.
 */
import { z } from 'zod';
import { charsetSchema } from '../scan-text.ts';

export const optionsSchema = z.strictObject({
  charset: charsetSchema,
  /** As the scanner was set up to add, without what ends a code in any case; taken off again. */
  prefix: z.string().max(20).default(''),
  suffix: z
    .string()
    .max(20)
    .default('')
    .transform((suffix) => suffix.replace(/[\r\n\t]+$/, '')),
  /** Codes may begin with `]E0` and the like. A code that itself begins so is rarer than a scanner that says it. */
  aim: z.boolean().default(true),
  /** Silence that ends a code of a scanner without a terminator. 0: only a terminator ends one. */
  silenceMs: z.int().min(0).max(5_000).default(150),
});
export type SerialScannerOptions = z.infer<typeof optionsSchema>;

/** CR, LF, Tab and ETX end a code; STX before one is passed over. */
export const terminators: readonly number[] = [0x0d, 0x0a, 0x09, 0x03];
export const stx = 0x02;
