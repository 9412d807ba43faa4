/** Protocol name, as a technician types it → its decoder. One line per protocol; the names are fixed. */
import { decodeCups } from '../acquirer/decode.ts';
import type { Decoder } from './decoded.ts';

export const decoders: Readonly<Record<string, Decoder>> = {
  'iso8583-cups': decodeCups,
};
