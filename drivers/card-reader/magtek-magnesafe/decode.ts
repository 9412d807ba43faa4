/** `decode magtek-magnesafe`: a report of 856 bytes, tracks masked even of test cards. */
import { maskedTrack, readersMask } from '../../codecs/shown-card.ts';
import type { Decoded } from '../../decode/decoded.ts';
import { encodeTypes } from '../track-report.ts';
import { decodeReport, isEncrypted, type MagneSafeReport } from './codec.ts';
import { clearText, stateOf } from './driver.ts';
import { encryptionBits, magnePrintBits } from './spec.ts';

export function decodeMagneSafe(bytes: Uint8Array): Decoded {
  const { report, errors } = decodeReport(bytes);
  if (!report) return { ok: false, fields: { length: bytes.length }, errors };
  const type = encodeTypes[report.encodeType];
  const all = [
    ...errors,
    ...(type === undefined ? [`card encode type ${report.encodeType} is not defined`] : []),
  ];
  return { ok: all.length === 0, fields: fieldsOf(report), errors: all };
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
