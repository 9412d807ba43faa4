/** Bytes of a serial scanner ↔ codes. A pure fold; silence is told by whoever has a clock. */
import type { Scan } from '../port.ts';
import { codeBytesMax, decodeText, isAimIdentifier } from '../scan-text.ts';
import { type SerialScannerOptions, stx, terminators } from './spec.ts';

export type LineState = Readonly<{ bytes: readonly number[]; overflowed: boolean }>;
export const lineStart: LineState = { bytes: [], overflowed: false };

export type ScannedLine = Readonly<{ raw: Uint8Array; tooLong: boolean }>;

/** Empty lines are dropped: CR and LF end one code, not two. */
export function foldLines(
  state: LineState,
  chunk: Uint8Array,
): Readonly<{ state: LineState; lines: ScannedLine[] }> {
  const lines: ScannedLine[] = [];
  let bytes = [...state.bytes];
  let overflowed = state.overflowed;
  for (const byte of chunk) {
    if (terminators.includes(byte)) {
      if (bytes.length > 0) lines.push({ raw: Uint8Array.from(bytes), tooLong: overflowed });
      bytes = [];
      overflowed = false;
    } else if (bytes.length < codeBytesMax) {
      if (byte !== stx || bytes.length > 0) bytes.push(byte);
    } else overflowed = true;
  }
  return { state: { bytes, overflowed }, lines };
}

/** What stands there when nothing more comes. */
export function endLine({ bytes, overflowed }: LineState): ScannedLine | null {
  return bytes.length > 0 ? { raw: Uint8Array.from(bytes), tooLong: overflowed } : null;
}

/** Null for a line without a code: only a prefix, or another prefix than the one that was agreed on. */
export function readLine(line: ScannedLine, options: SerialScannerOptions): Scan | null {
  const { prefix, suffix, aim, charset } = options;
  let text = decodeText(line.raw, charset);
  if (line.tooLong || !text.startsWith(prefix) || !text.endsWith(suffix)) return null;
  text = text.slice(prefix.length, text.length - suffix.length);
  const symbology = aim && isAimIdentifier(text.slice(0, 3)) ? text.slice(0, 3) : null;
  if (symbology !== null) text = text.slice(symbology.length);
  return text === '' ? null : { text, symbology };
}

/** For emulators: AIM identifier, code, CR LF. */
export const encodeLine = ({ text, symbology }: Scan): Uint8Array =>
  Buffer.from(`${symbology ?? ''}${text}\r\n`, 'utf8');
