/** `decode magtek-sureswipe`, and the unencrypted report of ID TECH readers: three tracks, masked even of test cards. */
import { maskedTrack } from '../codecs/shown-card.ts';
import type { Decoded } from '../decode/decoded.ts';
import {
  decodeTrackReport,
  encodeTypes,
  trackReportBytes,
  withoutReportId,
} from './track-report.ts';

export function decodeClearReport(bytes: Uint8Array): Decoded {
  const raw = withoutReportId(bytes, trackReportBytes);
  const report = decodeTrackReport(raw);
  if (!report) {
    const error = `${bytes.length} bytes, a report has ${trackReportBytes}`;
    return { ok: false, fields: { length: bytes.length }, errors: [error] };
  }
  const tracks = report.tracks.map(({ track, content }, index) => ({
    track,
    state: content === null ? 'error' : content === '' ? 'absent' : 'read',
    length: raw[3 + index] ?? 0,
    masked: content ? maskedTrack(report.texts[index] ?? '') : null,
  }));
  const unknown = encodeTypes[report.encodeType] === undefined;
  const errors = [
    ...report.errors,
    ...(unknown ? [`card encode type ${report.encodeType} is not defined`] : []),
  ];
  return {
    ok: errors.length === 0,
    fields: {
      encrypted: false,
      encodeType: report.encodeType,
      encodeTypeName: encodeTypes[report.encodeType] ?? null,
      tracks,
    },
    errors,
  };
}
