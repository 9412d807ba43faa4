/** MagneSafe V5 report: 856 bytes ↔ what a swipe holds. */
import type { TrackNumber } from '../../codecs/track.ts';
import type { ByteRange } from '../../tap.ts';
import { trackNumbers } from '../track-report.ts';
import { encryptionBits, lengths, offsets, reportBytes } from './spec.ts';

export type MagneSafeTrack = Readonly<{
  track: TrackNumber;
  failed: boolean;
  /** Of the clear track, sentinels included. */
  absoluteLength: number;
  /** Ciphertext in blocks of eight, or the clear track where the reader does not encrypt. */
  data: Uint8Array;
  /** As the reader masked it. */
  masked: string;
}>;

export type MagneSafeReport = Readonly<{
  tracks: readonly MagneSafeTrack[];
  encodeType: number;
  cardStatus: number;
  magnePrintStatus: number;
  /** Ciphertext. */
  magnePrint: Uint8Array;
  serialNumber: string;
  encryptionStatus: number;
  /** Upper-case hex. */
  ksn: string;
  sessionId: Uint8Array;
}>;

export type MagneSafeReading = Readonly<{
  report: MagneSafeReport | null;
  errors: readonly string[];
}>;

/** Bytes after the report are padding; a report that is shorter holds nothing that could be trusted. */
export function decodeReport(bytes: Uint8Array): MagneSafeReading {
  if (bytes.length < reportBytes) {
    return { report: null, errors: [`${bytes.length} bytes, a report has ${reportBytes}`] };
  }
  const errors: string[] = [];
  const byte = (at: number | undefined): number => bytes[at ?? 0] ?? 0;
  const part = (what: string, at: number, length: number, most: number): Uint8Array => {
    if (length > most) errors.push(`${what} says ${length} bytes, ${most} fit`);
    return bytes.slice(at, at + Math.min(length, most));
  };
  const tracks = trackNumbers.map((track, index): MagneSafeTrack => {
    const length = byte(offsets.encryptedLength[index]);
    const maskedLength = byte(offsets.maskedLength[index]);
    const data = part(`track ${track}`, offsets.encrypted[index] ?? 0, length, lengths.track);
    const masked = part(
      `masked track ${track}`,
      offsets.masked[index] ?? 0,
      maskedLength,
      lengths.track,
    );
    return {
      track,
      failed: (byte(offsets.decodeStatus[index]) & 1) === 1,
      absoluteLength: byte(offsets.absoluteLength[index]),
      data,
      masked: Buffer.from(masked).toString('latin1'),
    };
  });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magnePrintLength = byte(offsets.magnePrintLength);
  const serial = bytes.subarray(offsets.serialNumber, offsets.serialNumber + lengths.serialNumber);
  const report: MagneSafeReport = {
    tracks,
    encodeType: byte(offsets.encodeType),
    cardStatus: byte(offsets.cardStatus),
    magnePrintStatus: view.getUint32(offsets.magnePrintStatus, true),
    magnePrint: part('MagnePrint', offsets.magnePrint, magnePrintLength, lengths.magnePrint),
    serialNumber: Buffer.from(serial).toString('latin1').replace(/\0.*$/s, ''),
    encryptionStatus: view.getUint16(offsets.encryptionStatus),
    ksn: hex(bytes.subarray(offsets.ksn, offsets.ksn + lengths.ksn)),
    sessionId: bytes.slice(offsets.sessionId, offsets.sessionId + lengths.sessionId),
  };
  if (isExhausted(report)) errors.push('the DUKPT keys are exhausted');
  return { report, errors };
}

/** Note 1 of "Reader Encryption Status": with either bit missing, tracks come in clear and the KSN says nothing. */
export const isEncrypted = ({ encryptionStatus }: MagneSafeReport): boolean => {
  const both = encryptionBits.keyInjected | encryptionBits.encryptionEnabled;
  return (encryptionStatus & both) === both;
};

/** A counter of twenty-one one-bits is the last; no card is read with it (X9.24-1 Annex A). */
export const isExhausted = ({ encryptionStatus, ksn }: MagneSafeReport): boolean =>
  (encryptionStatus & encryptionBits.keysExhausted) !== 0 || isLastKsn(ksn);

export const isLastKsn = (ksn: string): boolean =>
  (Number.parseInt(ksn.slice(-6), 16) & 0x1f_ffff) === 0x1f_ffff;

/** The reader's side of `decodeReport`. */
export function encodeReport(report: MagneSafeReport): Uint8Array {
  const bytes = new Uint8Array(reportBytes);
  const view = new DataView(bytes.buffer);
  report.tracks.forEach(({ failed, absoluteLength, data, masked }, index) => {
    bytes[offsets.decodeStatus[index] ?? 0] = failed ? 1 : 0;
    bytes[offsets.encryptedLength[index] ?? 0] = data.length;
    bytes.set(data, offsets.encrypted[index]);
    bytes[offsets.maskedLength[index] ?? 0] = masked.length;
    bytes.set(Buffer.from(masked, 'latin1'), offsets.masked[index]);
    bytes[offsets.absoluteLength[index] ?? 0] = absoluteLength;
  });
  bytes[offsets.encodeType] = report.encodeType;
  bytes[offsets.cardStatus] = report.cardStatus;
  view.setUint32(offsets.magnePrintStatus, report.magnePrintStatus, true);
  bytes[offsets.magnePrintLength] = report.magnePrint.length;
  bytes.set(report.magnePrint, offsets.magnePrint);
  bytes.set(Buffer.from(report.serialNumber, 'latin1'), offsets.serialNumber);
  view.setUint16(offsets.encryptionStatus, report.encryptionStatus);
  bytes.set(Buffer.from(report.ksn, 'hex'), offsets.ksn);
  bytes.set(report.sessionId, offsets.sessionId);
  // The last byte is the length of the MagnePrint before it was enciphered.
  bytes[reportBytes - 1] = report.magnePrint.length > 0 ? magnePrintClearBytes : 0;
  return bytes;
}

const magnePrintClearBytes = 54;

/** Tracks in clear stand where ciphertext stands; a masked one may be masked by nothing. */
export const hiddenRanges: readonly ByteRange[] = [
  [offsets.encrypted[0], offsets.cardStatus],
  [offsets.masked[0], offsets.sessionId],
];

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
