/**
 * ZVT: one APDU on the wire, and a TCP stream cut into APDUs. `CCRC APRC LEN data`; LEN is one byte up to FE, or
 * `FF lo hi` (PA00P015, chapter "APDU structure"; ../shared/protocols/devices.md §1.3). The serial frame around it is
 * ../../codecs/dle-crc16.ts.
 */
import { apduHeadBytesMax, apduLength } from '../../codecs/apdu-length.ts';
import { addPiece, joinPieces, noPieces, type Pieces } from '../../codecs/pieces.ts';

export type Apdu = Readonly<{
  /** Control field: two bytes as four upper-case hex digits, `0601`. */
  command: string;
  data: Uint8Array;
}>;

/** What one read of `readApdu` found. `declared` and `present` count data bytes. */
export type ApduReading =
  | Readonly<{ kind: 'apdu'; apdu: Apdu }>
  /** Fewer than three bytes, or a length of three bytes cut short: nothing is known of the data. */
  | Readonly<{ kind: 'head-cut' }>
  /** The data that are there are in `apdu` all the same, never more than were declared. */
  | Readonly<{ kind: 'length-wrong'; apdu: Apdu; declared: number; present: number }>;

const extendedLength = 0xff;
const dataBytesMax = 0xffff;

export const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex').toUpperCase();

/** Takes hex digits without spaces, an even number of them. */
export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Throws RangeError for more than 65,535 bytes of data: no message of this till comes near. */
export function encodeApdu(apdu: Apdu): Uint8Array {
  const { length } = apdu.data;
  if (length > dataBytesMax) throw new RangeError(`An APDU of ${length} bytes`);
  const size = length < extendedLength ? [length] : [extendedLength, length % 256, length >> 8];
  return Uint8Array.from([...bytesOfHex(apdu.command), ...size, ...apdu.data]);
}

/** Reads bytes that should be exactly one APDU. Never throws. */
export function readApdu(bytes: Uint8Array): ApduReading {
  const length = apduLength(bytes);
  if (length === null) return { kind: 'head-cut' };
  const head = bytes[2] === extendedLength ? 5 : 3;
  const apdu = { command: hexOf(bytes.subarray(0, 2)), data: bytes.slice(head, length) };
  return bytes.length === length
    ? { kind: 'apdu', apdu }
    : { kind: 'length-wrong', apdu, declared: length - head, present: bytes.length - head };
}

/** What of a TCP stream is not yet an APDU, never more than one; nothing is looked at before `awaited` bytes are there. */
export type ApduStream = Readonly<{ kept: Pieces; awaited: number }>;
const shortestApdu = 3;
export const apduStreamStart: ApduStream = { kept: noPieces, awaited: shortestApdu };

/**
 * Cuts a TCP stream into whole APDUs, however it arrives; cost is linear. There is nothing in such a stream by which a lost
 * beginning could be found again.
 */
export function splitApdus(
  stream: ApduStream,
  chunk: Uint8Array,
): Readonly<{ stream: ApduStream; apdus: readonly Uint8Array[] }> {
  const kept = addPiece(stream.kept, chunk);
  if (kept.length < stream.awaited) return { stream: { kept, awaited: stream.awaited }, apdus: [] };
  const bytes = joinPieces(kept);
  const apdus: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const rest = bytes.subarray(at);
    const awaited =
      rest.length < shortestApdu ? shortestApdu : (apduLength(rest) ?? apduHeadBytesMax);
    if (rest.length < awaited)
      return { stream: { kept: addPiece(noPieces, rest), awaited }, apdus };
    apdus.push(rest.slice(0, awaited));
    at += awaited;
  }
}
