/**
 * Tracks of magnetic stripes: characters ↔ values. ISO/IEC 7813 tracks 1 and 2, ISO/IEC 4909 track 3.
 *
 * ```
 * % B PAN ^ NAME ^ YYMM SSS discretionary ? [LRC]     track 1, format code B
 * ; PAN = YYMM SSS discretionary ? [LRC]              track 2
 * ; or + … ?                                          track 3
 * PAN D YYMM SSS discretionary [F]                    track 2 as chip cards hold it (EMV tag 57)
 * ```
 *
 * A card without expiry date or service code has one more separator in place of each: `PAN^NAME^^SSS…`, `PAN==…`. Where
 * both are missing and nothing follows, some stripes end after the first of them.
 */

export type TrackNumber = 1 | 2 | 3;

/** One track as a reader told it. */
export type StripeTrack = Readonly<{
  track: TrackNumber;
  /** Between the sentinels; null for a track that could not be read (`%E?`, a status bit of a report). */
  content: string | null;
}>;

export type Track1 = Readonly<{
  pan: string;
  name: string;
  /** YYMM, as it stands on the stripe, where an issuer may have written `0000`; null for a separator in its place. */
  expiry: string | null;
  /** Three digits; null for a separator in their place. */
  service: string | null;
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
  | Readonly<{ track: TrackNumber; kind: 'unreadable' }>;

/** ISO/IEC 7813 §7: track 2 between its sentinels. */
const track2DigitsMax = 37;
/** What a track that could not be read looks like between its sentinels, on MagTek and ID TECH readers. */
const readError = 'E';

/**
 * Every whole track of a text, in order; a character after the end sentinel is its LRC and is passed over. A second
 * `;` is track 3.
 */
export function splitTracks(text: string): StripeTrack[] {
  let seen2 = false;
  return Array.from(text.matchAll(/([%;+])([^?%;+]*)\?/g), ([, sentinel, content = '']) => {
    const track = sentinel === '%' ? 1 : sentinel === '+' || seen2 ? 3 : 2;
    seen2 ||= track === 2;
    return { track, content: content === readError ? null : content };
  });
}

/** What a bank card's track 1 or 2 says. Track 3 holds nothing that a till asks for. */
export function readTrack({ track, content }: StripeTrack): TrackReading {
  const unreadable = { track, kind: 'unreadable' } as const;
  if (content === null) return unreadable;
  if (track === 1) {
    const value = parseTrack1(content);
    return value ? { track, kind: 'read', value } : unreadable;
  }
  const value = track === 2 ? parseTrack2(content) : null;
  return value ? { track: 2, kind: 'read', value } : unreadable;
}

/** Between the sentinels: format code B, PAN, name, expiry, service code, discretionary data. */
export function parseTrack1(content: string): Track1 | null {
  const match = /^B(\d{8,19})\^([^^]{2,26})\^(?:(\d{4})|\^)(?:(\d{3})|\^|(?<=\^)$)([^^]*)$/.exec(
    content,
  );
  if (!match) return null;
  const [, pan = '', name = '', expiry = null, service = null, discretionary = ''] = match;
  return { pan, name: name.trimEnd(), expiry, service, discretionary };
}

/**
 * Between the sentinels, or the same as chip cards hold it: separator `D`, padded with `F` (EMV tag 57).
 */
export function parseTrack2(content: string): Track2 | null {
  const raw = content.toUpperCase().replaceAll('D', '=').replace(/F$/, '');
  const match = /^(\d{8,19})=(?:(\d{4})|=)(?:(\d{3})|=|(?<==)$)(\d*)$/.exec(raw);
  if (!match || raw.length > track2DigitsMax) return null;
  const [, pan = '', expiry = null, service = null, discretionary = ''] = match;
  return { pan, expiry, service, discretionary, raw };
}

/** `;5452300551227189=080432100000007250?` and the like, from values. */
export const formatTrack2 = ({
  pan,
  expiry,
  service,
  discretionary,
}: Omit<Track2, 'raw'>): string => `;${pan}=${expiry ?? '='}${service ?? '='}${discretionary}?`;

/** Whether an expiry YYMM names a month. */
export const isMonth = (expiry: string): boolean => /^\d\d(?:0[1-9]|1[0-2])$/.test(expiry);
