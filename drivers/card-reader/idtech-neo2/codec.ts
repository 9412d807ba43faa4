/**
 * ViVOpay protocol 2: frames ↔ bytes, and frames ↔ HID reports.
 *
 * ```
 * ViVOtech2 00 | command | sub-command, or status in an answer | length, high byte first | data | CRC
 * 45 00 55 00 | length | part, state … | CRC                  user interface event
 * ```
 * CRC-16/CCITT-FALSE over all before it; a command has its low byte first, an answer its high byte. Sources:
 * 80139403-002 §2 and §3.3.1; hid.md H016–H027.
 */
import { crc16CcittFalse } from '../../codecs/crc16.ts';
import { splitIntoReports } from '../../codecs/hid-reports.ts';
import {
  dataBytesMax,
  eventHead,
  frameOverhead,
  header,
  reportDataBytes,
  reportIds,
} from './spec.ts';

export type Neo2Frame =
  | Readonly<{ kind: 'command'; command: number; sub: number; data: Uint8Array; raw: Uint8Array }>
  | Readonly<{ kind: 'answer'; command: number; status: number; data: Uint8Array; raw: Uint8Array }>
  | Readonly<{ kind: 'event'; data: Uint8Array; raw: Uint8Array }>
  | Readonly<{ kind: 'bad'; reason: 'crc' | 'too-long' | 'noise'; raw: Uint8Array }>;

export type Side = 'till' | 'reader';
export type FrameState = readonly number[];
export const frameStart: FrameState = [];

/** What the other side sent next → whole frames. Zeros between frames are padding of reports. */
export function foldNeo2(
  state: FrameState,
  chunk: Uint8Array,
): Readonly<{ state: FrameState; frames: Neo2Frame[] }> {
  const frames: Neo2Frame[] = [];
  let bytes = Uint8Array.from([...state, ...chunk]);
  while (bytes.length > 0) {
    const start = startOf(bytes);
    if (start > 0) {
      const noise = bytes.slice(0, start);
      if (noise.some((byte) => byte !== 0))
        frames.push({ kind: 'bad', reason: 'noise', raw: noise });
      bytes = bytes.slice(start);
      continue;
    }
    const wanted = lengthOf(bytes);
    if (wanted === null || bytes.length < wanted) break;
    if (wanted > dataBytesMax + frameOverhead) {
      frames.push({ kind: 'bad', reason: 'too-long', raw: bytes.slice(0, header.length) });
      bytes = bytes.slice(header.length);
      continue;
    }
    const frame = closeFrame(bytes.slice(0, wanted));
    frames.push(frame);
    bytes = bytes.slice(wanted);
  }
  return { state: [...bytes], frames };
}

/** Where a frame, or what may become one, begins; the length of `bytes` where none does. */
function startOf(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length; at += 1) {
    if (begins(bytes, at, header) || begins(bytes, at, eventHead)) return at;
  }
  return bytes.length;
}

const begins = (bytes: Uint8Array, at: number, head: Uint8Array): boolean =>
  head.subarray(0, bytes.length - at).every((byte, index) => bytes[at + index] === byte);

/** Null while the length has not come; a length beyond all bounds is told at once. */
function lengthOf(bytes: Uint8Array): number | null {
  const isEvent = bytes[0] === eventHead[0];
  const lengthAt = isEvent ? eventHead.length : 12;
  if (bytes.length < lengthAt + (isEvent ? 1 : 2)) return null;
  const high = isEvent ? 0 : (bytes[lengthAt] ?? 0);
  const low = bytes[isEvent ? lengthAt : lengthAt + 1] ?? 0;
  const length = high * 256 + low;
  if (length > dataBytesMax) return Math.min(bytes.length, header.length);
  return length + (isEvent ? eventHead.length + 3 : frameOverhead);
}

function closeFrame(raw: Uint8Array): Neo2Frame {
  if (
    raw.length < eventHead.length + 3 ||
    (raw[0] !== eventHead[0] && raw.length < frameOverhead)
  ) {
    return { kind: 'bad', reason: 'too-long', raw };
  }
  const crc = crc16CcittFalse(raw.subarray(0, -2));
  const [high = 0, low = 0] = raw.subarray(-2);
  const asAnswer = high * 256 + low === crc;
  const asCommand = low * 256 + high === crc;
  if (!asAnswer && !asCommand) return { kind: 'bad', reason: 'crc', raw };
  if (raw[0] === eventHead[0]) {
    return asAnswer
      ? { kind: 'event', data: raw.slice(eventHead.length + 1, -2), raw }
      : { kind: 'bad', reason: 'crc', raw };
  }
  const [command = 0, second = 0] = raw.subarray(10, 12);
  const data = raw.slice(14, -2);
  return asAnswer
    ? { kind: 'answer', command, status: second, data, raw }
    : { kind: 'command', command, sub: second, data, raw };
}

/** `second` is the sub-command of a command, the status of an answer. */
export function encodeNeo2(
  side: Side,
  command: number,
  second: number,
  data: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const body = [...header, command, second, data.length >> 8, data.length & 0xff, ...data];
  return withCrc(body, side === 'till');
}

export const encodeEvent = (data: Uint8Array): Uint8Array =>
  withCrc([...eventHead, data.length, ...data], false);

function withCrc(body: readonly number[], lowFirst: boolean): Uint8Array {
  const crc = crc16CcittFalse(Uint8Array.from(body));
  const bytes = [crc >> 8, crc & 0xff];
  return Uint8Array.from([...body, ...(lowFirst ? bytes.reverse() : bytes)]);
}

/** A frame as HID reports of 64 bytes, their id first. */
export function toReports(frame: Uint8Array): Uint8Array[] {
  return splitIntoReports(frame, 1 + reportDataBytes);
}

/** What a report adds to a frame: `restart` where it begins one. Null for an id that the protocol does not know. */
export function fromReport(
  report: Uint8Array,
): Readonly<{ restart: boolean; data: Uint8Array }> | null {
  const id = report[0];
  if (id === undefined || id < reportIds.whole || id > reportIds.last) return null;
  return { restart: id <= reportIds.first, data: report.subarray(1) };
}
