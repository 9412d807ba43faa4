/** `decode magtek-magnesafe`: a report of 856 bytes, tracks masked even of test cards, or a feature report. */
import { maskedTrack, readersMask } from '../../codecs/shown-card.ts';
import type { Decoded } from '../../decode/decoded.ts';
import { featureBytes } from '../feature-commands.ts';
import { encodeTypes, withoutReportId } from '../track-report.ts';
import { decodeReport, isEncrypted, type MagneSafeReport } from './codec.ts';
import { clearText, stateOf } from './driver.ts';
import {
  encryptionBits,
  featureCommands,
  featureResults,
  magnePrintBits,
  reportBytes,
} from './spec.ts';

export function decodeMagneSafe(bytes: Uint8Array): Decoded {
  if (bytes.length > 0 && bytes.length <= featureBytes) return decodeFeature(bytes);
  const { report, errors } = decodeReport(withoutReportId(bytes, reportBytes));
  if (!report) return { ok: false, fields: { length: bytes.length }, errors };
  const type = encodeTypes[report.encodeType];
  const all = [
    ...errors,
    ...(type === undefined ? [`card encode type ${report.encodeType} is not defined`] : []),
  ];
  return { ok: all.length === 0, fields: fieldsOf(report), errors: all };
}

/** Command or result code, length, data, zeros: from the bytes alone, which of the two it is cannot be told. */
function decodeFeature(bytes: Uint8Array): Decoded {
  const [code = 0, length] = bytes;
  const data = bytes.subarray(2, 2 + (length ?? 0));
  const padding = bytes.subarray(2 + data.length);
  const whole =
    data.length === length &&
    padding.every((byte) => byte === 0) &&
    (padding.length === 0 || bytes.length === featureBytes);
  return {
    ok: whole,
    fields: {
      kind: 'feature',
      code: hex(bytes.subarray(0, 1)),
      asCommand: featureCommands[code] ?? null,
      asAnswer: featureResults[code] ?? null,
      length: length ?? null,
      data: hex(data),
    },
    errors: whole
      ? []
      : [`${bytes.length} bytes, a report has ${reportBytes}; nor is it a feature report`],
  };
}

function fieldsOf(report: MagneSafeReport): Record<string, unknown> {
  const encrypted = isEncrypted(report);
  return {
    encrypted,
    ksn: report.ksn,
    deviceSerial: report.serialNumber,
    encodeType: report.encodeType,
    encodeTypeName: encodeTypes[report.encodeType] ?? null,
    cardStatus: report.cardStatus,
    encryptionStatus: report.encryptionStatus,
    encryptionFlags: namesOf(encryptionBits, report.encryptionStatus),
    magnePrintStatus: report.magnePrintStatus,
    magnePrintFlags: namesOf(magnePrintBits, report.magnePrintStatus),
    magnePrintLength: report.magnePrint.length,
    magnePrint: hex(report.magnePrint),
    sessionId: hex(report.sessionId),
    tracks: report.tracks.map((each) => ({
      track: each.track,
      state: stateOf(each),
      masked: shownTrack(each.masked, encrypted || each.data.length === 0 ? null : clearText(each)),
      absoluteLength: each.absoluteLength,
      encryptedLength: encrypted ? each.data.length : 0,
      encrypted: encrypted ? hex(each.data) : null,
    })),
  };
}

function shownTrack(masked: string, clear: string | null): string | null {
  if (masked !== '') return readersMask(masked);
  return clear === null ? null : maskedTrack(clear);
}

const namesOf = (bits: Readonly<Record<string, number>>, status: number): string[] =>
  Object.entries(bits)
    .filter(([, bit]) => (status & bit) !== 0)
    .map(([name]) => name);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
