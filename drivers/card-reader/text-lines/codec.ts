/** ISO 7813 tracks: characters ↔ values, and what a line of a reader holds. No I/O. */
import { limits, readError } from './spec.ts';

export type Track1 = Readonly<{
  pan: string;
  name: string;
  /** YYMM, as it stands on the stripe: `0000` where an issuer wrote none. */
  expiry: string;
  service: string;
  discretionary: string;
}>;
export type Track2 = Omit<Track1, 'name'> &
  Readonly<{
    /** Between the sentinels, `=` between the fields. */
    raw: string;
  }>;

export type TrackReading =
  | Readonly<{ track: 1; kind: 'read'; value: Track1 }>
  | Readonly<{ track: 2; kind: 'read'; value: Track2 }>
  /** The reader says so, or what stands there is no track of a bank card. */
  | Readonly<{ track: 1 | 2; kind: 'unreadable' }>;

/** Every track on one line, in order; a character after the end sentinel is its LRC and is passed over. */
export function readTracks(line: string): TrackReading[] {
  const tracks = line.matchAll(/([%;])([^?]*)\?/g);
  return Array.from(tracks, ([, sentinel, content = '']) => readTrack(sentinel === '%', content));
}

function readTrack(isTrack1: boolean, content: string): TrackReading {
  if (isTrack1) {
    const value = content === readError ? null : parseTrack1(content);
    return value ? { track: 1, kind: 'read', value } : { track: 1, kind: 'unreadable' };
  }
  const value = content === readError ? null : parseTrack2(content);
  return value ? { track: 2, kind: 'read', value } : { track: 2, kind: 'unreadable' };
}

/** Between the sentinels: format code B, PAN, name, expiry, service code, discretionary data. */
export function parseTrack1(content: string): Track1 | null {
  const match = /^B(\d{8,19})\^([^^]{2,26})\^(\d{4})(\d{3})([^^]*)$/.exec(content);
  if (!match) return null;
  const [, pan = '', name = '', expiry = '', service = '', discretionary = ''] = match;
  return { pan, name: name.trimEnd(), expiry, service, discretionary };
}

/**
 * Between the sentinels, or the same as chip cards hold it: separator `D`, padded with `F` (EMV tag 57).
 */
export function parseTrack2(content: string): Track2 | null {
  const raw = content.toUpperCase().replace('D', '=').replace(/F$/, '');
  const match = /^(\d{8,19})=(\d{4})(\d{3})(\d*)$/.exec(raw);
  if (!match || raw.length > limits.track2DigitsMax) return null;
  const [, pan = '', expiry = '', service = '', discretionary = ''] = match;
  return { pan, expiry, service, discretionary, raw };
}

/** `;5452300551227189=080432100000007250?` and the like, from values. */
export const formatTrack2 = ({
  pan,
  expiry,
  service,
  discretionary,
}: Omit<Track2, 'raw'>): string => `;${pan}=${expiry}${service}${discretionary}?`;

/** ISO/IEC 7812-1 annex B. */
export function passesLuhn(pan: string): boolean {
  if (!/^\d+$/.test(pan)) return false;
  const sum = Array.from(pan)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? Number(digit) : Number(digit) * 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return sum % 10 === 0;
}

/** Whether an expiry YYMM names a month. */
export const isMonth = (expiry: string): boolean => /^\d\d(?:0[1-9]|1[0-2])$/.test(expiry);
