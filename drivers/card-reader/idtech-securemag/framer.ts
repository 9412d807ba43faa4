/**
 * Reports of a SecureMag → whole frames and plain reports, as a pure fold.
 *
 * ```
 * 02 | length, low byte first | card data … | LRC | sum | 03 | zeros
 * ```
 * LRC is the exclusive or, sum the sum modulo 256, of the card data. Sources: 80096504 §10; hid.md H011, H015. A frame
 * may come in one report or in several; a plain report begins with a decode status, 00 or 01.
 */
import { lrc } from '../../codecs/lrc.ts';
import { trackReportBytes } from '../track-report.ts';
import { control, dataBytesMax, frameOverhead } from './spec.ts';

export type SecureMagUnit =
  | Readonly<{ kind: 'frame'; data: Uint8Array; raw: Uint8Array }>
  | Readonly<{ kind: 'plain'; raw: Uint8Array }>
  | Readonly<{
      kind: 'bad';
      reason: 'lrc' | 'sum' | 'end' | 'too-long' | 'noise';
      raw: Uint8Array;
    }>;

/** What came of a unit that has not ended. */
export type FramerState = readonly number[];
export const framerStart: FramerState = [];

/** One report further. What follows a unit in its report is padding. */
export function foldReport(
  state: FramerState,
  report: Uint8Array,
): Readonly<{ state: FramerState; unit: SecureMagUnit | null }> {
  if (state.length === 0 && report.every((byte) => byte === 0)) return { state, unit: null };
  const bytes = Uint8Array.from([...state, ...report]);
  const wanted = lengthOf(bytes);
  if (wanted === null)
    return { state: framerStart, unit: { kind: 'bad', reason: 'noise', raw: bytes } };
  if (wanted > dataBytesMax + frameOverhead) {
    return { state: framerStart, unit: { kind: 'bad', reason: 'too-long', raw: bytes } };
  }
  if (bytes.length < wanted) return { state: [...bytes], unit: null };
  const raw = bytes.slice(0, wanted);
  const unit: SecureMagUnit = raw[0] === control.stx ? closeFrame(raw) : { kind: 'plain', raw };
  return { state: framerStart, unit };
}

/** Of the whole unit; null for bytes that begin none. */
function lengthOf(bytes: Uint8Array): number | null {
  const [first = 0xff, low = 0, high = 0] = bytes;
  if (first === control.stx) return bytes.length < 3 ? 3 : low + high * 256 + frameOverhead;
  return first <= 1 ? trackReportBytes : null;
}

function closeFrame(raw: Uint8Array): SecureMagUnit {
  const data = raw.slice(3, -3);
  const [check, sum, end] = raw.subarray(-3);
  if (end !== control.etx) return { kind: 'bad', reason: 'end', raw };
  if (check !== lrc(data)) return { kind: 'bad', reason: 'lrc', raw };
  if (sum !== sumOf(data)) return { kind: 'bad', reason: 'sum', raw };
  return { kind: 'frame', data, raw };
}

export function encodeSecureFrame(data: Uint8Array): Uint8Array {
  return Uint8Array.from([
    control.stx,
    data.length & 0xff,
    data.length >> 8,
    ...data,
    lrc(data),
    sumOf(data),
    control.etx,
  ]);
}

const sumOf = (data: Uint8Array): number => data.reduce((sum, byte) => (sum + byte) & 0xff, 0);
