/**
 * ZVT: one APDU on the wire, and a TCP stream cut into APDUs. `CCRC APRC LEN data`; LEN is one byte up to FE, or
 * `FF lo hi` (PA00P015, chapter "APDU structure"; ../shared/protocols/devices.md §1.3). The serial frame around it is
 * ../../codecs/dle-crc16.ts.
 */

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

type Head = Readonly<{ headBytes: number; dataBytes: number }>;

/** Null while the header is not complete. */
function readHead(bytes: Uint8Array): Head | null {
  const [, , first, low, high] = bytes;
  if (first === undefined) return null;
  if (first !== extendedLength) return { headBytes: 3, dataBytes: first };
  if (low === undefined || high === undefined) return null;
  return { headBytes: 5, dataBytes: low + high * 256 };
}

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
  const head = readHead(bytes);
  if (head === null) return { kind: 'head-cut' };
  const present = bytes.length - head.headBytes;
  const apdu = {
    command: hexOf(bytes.subarray(0, 2)),
    data: bytes.slice(head.headBytes, head.headBytes + head.dataBytes),
  };
  return present === head.dataBytes
    ? { kind: 'apdu', apdu }
    : { kind: 'length-wrong', apdu, declared: head.dataBytes, present };
}

/** What of a TCP stream is not yet an APDU: at most 65,539 bytes, the longest APDU less one and its header. */
export type ApduStream = Uint8Array;
export const apduStreamStart: ApduStream = new Uint8Array();

/** Cuts a TCP stream into whole APDUs, however it arrives. There is nothing in it to find a lost beginning again by. */
export function splitApdus(
  stream: ApduStream,
  chunk: Uint8Array,
): Readonly<{ stream: ApduStream; apdus: readonly Uint8Array[] }> {
  let rest: Uint8Array = stream.length === 0 ? chunk : Uint8Array.from([...stream, ...chunk]);
  const apdus: Uint8Array[] = [];
  for (;;) {
    const head = readHead(rest);
    const end = head === null ? Number.POSITIVE_INFINITY : head.headBytes + head.dataBytes;
    if (rest.length < end) return { stream: rest.slice(), apdus };
    apdus.push(rest.slice(0, end));
    rest = rest.subarray(end);
  }
}
