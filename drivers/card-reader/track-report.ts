/**
 * The unencrypted HID report of three tracks that MagTek SureSwipe (D99875191) and ID TECH SecureMag (80096504 §10.1.1)
 * share; ../shared/vectors/hid.md H009, H015.
 *
 * ```
 * 0–2 decode status, bit 0 is an error · 3–5 lengths · 6 card encode type · 7–116, 117–226, 227–336 tracks
 * ```
 */
import type { StripeTrack, TrackNumber } from '../codecs/track.ts';
import type { ByteRange } from '../tap.ts';

export const trackReportBytes = 337;
const trackAt = [7, 117, 227] as const;
const trackBytes = 110;
export const trackNumbers: readonly TrackNumber[] = [1, 2, 3];

/** MagTek 99875475 and D99875191, "Card Encode Type". */
export const encodeTypes: Readonly<Record<number, string>> = {
  0: 'ISO/ABA',
  1: 'AAMVA',
  2: 'CADL',
  3: 'blank',
  4: 'other',
  5: 'undetermined',
  6: 'none',
};

export type TrackReport = Readonly<{
  encodeType: number;
  /** Between the sentinels; null for one that could not be read, empty for one that is not there. */
  tracks: readonly StripeTrack[];
  /** With sentinels, as they stand in the report. */
  texts: readonly string[];
  errors: readonly string[];
}>;

/** hidapi of some systems puts the id 00 of reports without numbers in front; a report is whole without it. */
export const withoutReportId = (bytes: Uint8Array, reportBytes: number): Uint8Array =>
  bytes.length === reportBytes + 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes;

/** Null for a report that is shorter than its layout. Bytes after it are padding. */
export function decodeTrackReport(report: Uint8Array): TrackReport | null {
  if (report.length < trackReportBytes) return null;
  const errors: string[] = [];
  const texts = trackAt.map((at, index) => {
    const length = report[3 + index] ?? 0;
    if (length > trackBytes)
      errors.push(`track ${index + 1} says ${length} bytes, ${trackBytes} fit`);
    return Buffer.from(report.subarray(at, at + Math.min(length, trackBytes))).toString('latin1');
  });
  const tracks = trackNumbers.map((track, index) => {
    const failed = ((report[index] ?? 0) & 1) === 1;
    // A track that is marked as wrong may hold a part of what was read: nothing is done with it.
    return { track, content: failed ? null : betweenSentinels(texts[index] ?? '') };
  });
  return { encodeType: report[6] ?? 0, tracks, texts, errors };
}

/** Null where an end sentinel is missing. */
export function betweenSentinels(text: string): string | null {
  if (text === '') return '';
  const content = /^[%;+#!@&]([^?]*)\?/.exec(text)?.[1];
  return content === undefined || content === 'E' ? null : content;
}

/** The reader's side. `null` is a track that could not be read, an empty one is not there. */
export function encodeTrackReport(
  tracks: readonly (string | null)[],
  encodeType: number,
): Uint8Array {
  const report = new Uint8Array(trackReportBytes);
  report[6] = encodeType;
  tracks.forEach((track, index) => {
    if (track === null) report[index] = 1;
    const bytes = Buffer.from((track ?? '').slice(0, trackBytes), 'latin1');
    report[3 + index] = bytes.length;
    report.set(bytes, trackAt[index] ?? 0);
  });
  return report;
}

/** All three tracks, whatever they hold. */
export const hiddenTracks: readonly ByteRange[] = [[trackAt[0], trackReportBytes]];
