/**
 * Card data of a SecureMag frame, original and enhanced format, ↔ what a swipe holds.
 *
 * ```
 * original  type status l1 l2 l3 | masked 1, masked 2, clear 3 | 1 and 2 enciphered as one block | hashes | KSN
 * enhanced  type status l1 l2 l3 f8 f9 | masked | each enciphered by itself | session id | hashes | serial | KSN
 * ```
 * Sources: 80096504 §10.4–10.6 and 80000502 (bits of f8 and f9); hid.md H011, H013. Bluefin's sample of a SREDKey
 * (developers.bluefin.com, "IDTech SecuRed") has the order of the enhanced fields.
 */
import type { TrackNumber } from '../../codecs/track.ts';
import { trackNumbers } from '../track-report.ts';
import {
  enhancedBit,
  hashBytes,
  isoType,
  ksnBytes,
  rawType,
  serialBytes,
  sessionIdBytes,
} from './spec.ts';

export type SecureMagTrack = Readonly<{
  track: TrackNumber;
  decoded: boolean;
  /** Of the clear track, sentinels included; 0 where there is none. */
  length: number;
  /** Masked, or in clear where this track is not enciphered; empty where the reader shows nothing. */
  text: string;
  hash: Uint8Array | null;
}>;

export type SecureMagSwipe = Readonly<{
  format: 'original' | 'enhanced';
  cardType: number;
  status: number;
  tracks: readonly SecureMagTrack[];
  /** Enciphered blocks, by the first track that is in them. */
  ciphers: readonly Readonly<{ track: TrackNumber; cipher: Uint8Array }>[];
  serialNumber: string | null;
  sessionId: Uint8Array | null;
  /** Upper-case hex; null where nothing is enciphered. */
  ksn: string | null;
}>;

export type SecureMagReading = Readonly<{
  swipe: SecureMagSwipe | null;
  errors: readonly string[];
}>;

/** Of the enhanced format's field 8 and 9. */
const sent = { serial: 0x80, aes: 0x10, session: 0x40, ksn: 0x80 } as const;

/** `data` is what stands between the length and the LRC of a frame. */
export function decodeCardData(data: Uint8Array): SecureMagReading {
  const [type, status, ...lengths] = data.subarray(0, 5);
  if (type === undefined || status === undefined || lengths.length < 3) {
    return { swipe: null, errors: [`${data.length} bytes of card data`] };
  }
  const enhanced = (type & enhancedBit) !== 0;
  const fields = new Fields(data, enhanced ? 7 : 5);
  const head = { type: type & ~enhancedBit, status, lengths };
  const swipe = enhanced
    ? readEnhanced(fields, head, data[5] ?? 0, data[6] ?? 0)
    : readOriginal(fields, head);
  const errors = fields.missing > 0 ? [`${fields.missing} bytes less than the lengths say`] : [];
  if (fields.left() > 0) errors.push(`${fields.left()} bytes more than the lengths say`);
  return { swipe, errors };
}

type Head = Readonly<{ type: number; status: number; lengths: readonly number[] }>;

function readOriginal(fields: Fields, { type, status, lengths }: Head): SecureMagSwipe {
  const raw = type === rawType;
  const texts = lengths.map((length) => (raw ? '' : fields.text(length)));
  const [first = 0, second = 0, third = 0] = lengths;
  // Only cards of banks are enciphered; a raw one always is, its third track too.
  const enciphered = type === isoType || raw;
  const clearLength = enciphered ? first + second + (raw ? third : 0) : 0;
  const cipher = fields.take(padded(clearLength, 8));
  const hashes = [first, second].map((length) =>
    enciphered && length > 0 ? fields.take(hashBytes) : null,
  );
  return {
    format: 'original',
    cardType: type,
    status,
    tracks: tracksOf(lengths, status, texts, [...hashes, null]),
    ciphers: cipher.length > 0 ? [{ track: first > 0 ? 1 : 2, cipher }] : [],
    serialNumber: null,
    sessionId: null,
    ksn: enciphered ? hex(fields.take(ksnBytes)) : null,
  };
}

function readEnhanced(
  fields: Fields,
  { type, status, lengths }: Head,
  shown: number,
  hidden: number,
): SecureMagSwipe {
  const has = (flags: number, bit: number): boolean => (flags & (1 << bit)) !== 0;
  const block = (shown & sent.aes) !== 0 ? 16 : 8;
  const texts = lengths.map((length, index) => (has(shown, index) ? fields.text(length) : ''));
  const ciphers = trackNumbers.flatMap((track, index) => {
    const cipher = has(hidden, index) ? fields.take(padded(lengths[index] ?? 0, block)) : null;
    return cipher && cipher.length > 0 ? [{ track, cipher }] : [];
  });
  const sessionId = (hidden & sent.session) !== 0 ? fields.take(sessionIdBytes) : null;
  const hashes = lengths.map((_, index) =>
    has(hidden, index + 3) ? fields.take(hashBytes) : null,
  );
  const serial = (shown & sent.serial) !== 0 ? fields.text(serialBytes) : null;
  return {
    format: 'enhanced',
    cardType: type,
    status,
    tracks: tracksOf(lengths, status, texts, hashes),
    ciphers,
    serialNumber: serial === null ? null : serial.replaceAll('\0', ''),
    sessionId,
    ksn: (hidden & sent.ksn) !== 0 ? hex(fields.take(ksnBytes)) : null,
  };
}

const tracksOf = (
  lengths: readonly number[],
  status: number,
  texts: readonly string[],
  hashes: readonly (Uint8Array | null)[],
): SecureMagTrack[] =>
  trackNumbers.map((track, index) => ({
    track,
    decoded: (status & (1 << index)) !== 0,
    length: lengths[index] ?? 0,
    text: texts[index] ?? '',
    hash: hashes[index] ?? null,
  }));

/** The reader's side of `decodeCardData`. */
export function encodeCardData(swipe: SecureMagSwipe): Uint8Array {
  const { format, cardType, status, tracks, ciphers, serialNumber, sessionId, ksn } = swipe;
  const enhanced = format === 'enhanced';
  const flag = (present: (track: SecureMagTrack) => boolean, shift = 0): number =>
    tracks.reduce((flags, each, index) => flags | (present(each) ? 1 << (index + shift) : 0), 0);
  const shown = flag(({ text }) => text !== '') | (serialNumber === null ? 0 : sent.serial);
  const hidden =
    flag(({ track }) => ciphers.some((each) => each.track === track)) |
    flag(({ hash }) => hash !== null, 3) |
    (sessionId ? sent.session : 0) |
    (ksn === null ? 0 : sent.ksn);
  return Uint8Array.from([
    cardType | (enhanced ? enhancedBit : 0),
    status,
    ...tracks.map(({ length }) => length),
    ...(enhanced ? [shown, hidden] : []),
    ...tracks.flatMap(({ text }) => [...Buffer.from(text, 'latin1')]),
    ...ciphers.flatMap(({ cipher }) => [...cipher]),
    ...(sessionId ?? []),
    ...tracks.flatMap(({ hash }) => [...(hash ?? [])]),
    ...(serialNumber === null ? [] : Buffer.from(serialNumber.padEnd(serialBytes, '\0'), 'latin1')),
    ...Buffer.from(ksn ?? '', 'hex'),
  ]);
}

/** Whether anything of the card is enciphered. */
export const isEnciphered = ({ ciphers }: SecureMagSwipe): boolean => ciphers.length > 0;

/** Takes fields one after the other and counts what is not there. */
class Fields {
  readonly #data: Uint8Array;
  #at: number;
  missing = 0;

  constructor(data: Uint8Array, start: number) {
    this.#data = data;
    this.#at = Math.min(start, data.length);
  }

  take(length: number): Uint8Array {
    const taken = this.#data.slice(this.#at, this.#at + length);
    this.#at += taken.length;
    this.missing += length - taken.length;
    return taken;
  }

  text(length: number): string {
    return Buffer.from(this.take(length)).toString('latin1');
  }

  left(): number {
    return this.#data.length - this.#at;
  }
}

const padded = (length: number, block: number): number => Math.ceil(length / block) * block;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
