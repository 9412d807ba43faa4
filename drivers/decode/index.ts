/** Protocol name, as a technician types it → its decoder. One line per protocol; the names are fixed. */
import type { Decoder } from './decoded.ts';

export const decoders: Readonly<Record<string, Decoder>> = {};
