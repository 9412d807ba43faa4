/** Protocol name, as a technician types it → its decoder. One line per protocol; the names are fixed. */
import { decodeCups } from '../acquirer/decode.ts';
import { decodeClearReport } from '../card-reader/decode-clear-report.ts';
import { decodeNeo2 } from '../card-reader/idtech-neo2/decode.ts';
import { decodeSecureMag } from '../card-reader/idtech-securemag/decode.ts';
import { decodeMagneSafe } from '../card-reader/magtek-magnesafe/decode.ts';
import { decodeTransbank } from '../payment-terminal/transbank/decode.ts';
import { decodeZvt, decodeZvtSerial } from '../payment-terminal/zvt/decode.ts';
import { decodeVisaPinPad } from '../pin-pad/visa/decode.ts';
import { decodeEscpos } from '../printer/escpos/decode.ts';
import { decodeHidScale } from '../scale/hid/decode.ts';
import { decodeHidpos } from '../scanner/hidpos/decode.ts';
import type { Decoder } from './decoded.ts';
import { decodeEmvTlv } from './emv-tlv.ts';
import { decodeTrack } from './track.ts';

export const decoders: Readonly<Record<string, Decoder>> = {
  'visa-pinpad': decodeVisaPinPad,
  transbank: decodeTransbank,
  'iso8583-cups': decodeCups,
  'magtek-magnesafe': decodeMagneSafe,
  'idtech-securemag': decodeSecureMag,
  'idtech-neo2': decodeNeo2,
  'magtek-sureswipe': decodeClearReport,
  'emv-tlv': decodeEmvTlv,
  track: decodeTrack,
  escpos: decodeEscpos,
  'hidpos-scanner': decodeHidpos,
  'hid-scale': decodeHidScale,
  zvt: decodeZvt,
  'zvt-serial': decodeZvtSerial,
};
