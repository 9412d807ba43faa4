/** `decode idtech-securemag`: a frame of either format, padded or not, or a plain report; tracks masked always. */
import { readersMask } from '../../codecs/shown-card.ts';
import type { Decoded } from '../../decode/decoded.ts';
import { decodeClearReport } from '../decode-clear-report.ts';
import { decodeCardData, isEnciphered, type SecureMagSwipe } from './codec.ts';
import { foldReport, framerStart } from './framer.ts';
import { cardTypes } from './spec.ts';
import { stateOf } from './swipe.ts';

export function decodeSecureMag(bytes: Uint8Array): Decoded {
  const { unit } = foldReport(framerStart, bytes);
  if (unit?.kind === 'plain') return decodeClearReport(unit.raw);
  if (unit?.kind !== 'frame') {
    const error = unit ? `not a frame: ${unit.reason}` : 'shorter than it says';
    return { ok: false, fields: { length: bytes.length }, errors: [error] };
  }
  const { swipe, errors } = decodeCardData(unit.data);
  const after = bytes.subarray(unit.raw.length);
  const all = [
    ...errors,
    ...(after.some((byte) => byte !== 0) ? ['bytes after the frame that are no padding'] : []),
  ];
  return { ok: all.length === 0, fields: swipe ? cardFields(swipe) : {}, errors: all };
}

/** What a person may see of card data. */
export function cardFields(swipe: SecureMagSwipe): Record<string, unknown> {
  return {
    format: swipe.format,
    encrypted: isEnciphered(swipe),
    ksn: swipe.ksn,
    encodeType: swipe.cardType,
    encodeTypeName: cardTypes[swipe.cardType] ?? null,
    trackStatus: swipe.status,
    deviceSerial: swipe.serialNumber,
    sessionId: swipe.sessionId && hex(swipe.sessionId),
    tracks: swipe.tracks.map((each) => {
      const cipher = swipe.ciphers.find(({ track }) => track === each.track)?.cipher;
      return {
        track: each.track,
        state: stateOf(each),
        length: each.length,
        masked: each.text === '' ? null : readersMask(each.text),
        encryptedLength: cipher?.length ?? 0,
        encrypted: cipher ? hex(cipher) : null,
        sha1: each.hash && hex(each.hash),
      };
    }),
    /** The original format enciphers tracks 1 and 2 as one block; it stands under the first of them. */
    encryptedTogether: swipe.format === 'original' && isEnciphered(swipe),
  };
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
