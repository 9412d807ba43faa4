/** Name, as a technician types it → decoder: what the protocols bring, and what travels inside them. */
import { decodeCups } from '../acquirer/decode.ts';
import { allProtocols } from '../protocols.ts';
import type { Decoder } from './decoded.ts';
import { decodeEmvTlv } from './emv-tlv.ts';
import { decodeTrack } from './track.ts';

export const decoders: Readonly<Record<string, Decoder>> = {
  'iso8583-cups': decodeCups,
  'emv-tlv': decodeEmvTlv,
  track: decodeTrack,
  ...Object.fromEntries(allProtocols.flatMap(({ decoders: own }) => Object.entries(own))),
};
