/** `decode track`: tracks of a stripe as ASCII, or track 2 as chip cards and terminals hold it (EMV tag 57). */
import { isLuhn } from '../../domain/basics/check-digit.ts';
import { isTestCard, maskedTrack, shownPan } from '../codecs/shown-card.ts';
import { isMonth, parseTrack1, parseTrack2, type TrackNumber } from '../codecs/track.ts';
import type { Decoded } from './decoded.ts';

type Found = Readonly<{
  track: TrackNumber;
  format: 'iso7813-track1' | 'iso7813-track2' | 'iso4909-track3' | 'emv-57' | 'aamva' | 'other';
  content: string;
  lrc: string | null;
}>;

/** More than a stripe of three tracks has characters. */
const bytesMax = 512;

export function decodeTrack(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { ok: false, fields: {}, errors: ['no bytes'] };
  if (bytes.length > bytesMax) return { ok: false, fields: {}, errors: ['longer than any stripe'] };
  const text = Buffer.from(bytes).toString('latin1').trim();
  const chip = chipTrack2(text) ?? chipTrack2(Buffer.from(bytes).toString('hex').toUpperCase());
  const bare = bareTrack1(text);
  const found = chip ? [chip] : bare ? [bare] : sentinelTracks(text);
  if (found.length === 0) {
    return {
      ok: false,
      fields: {},
      errors: ['no start sentinel and end sentinel, no separator D'],
    };
  }
  const tracks = found.map(readFound);
  const best = [2, 1, 3].flatMap((wanted) => tracks.filter(({ track }) => track === wanted))[0];
  const errors = [
    ...tracks.flatMap(({ errors: own }) => own),
    ...(chip || bare || endsWhole(text) ? [] : ['a track without end sentinel']),
  ];
  const shown = tracks.map(({ errors: _own, ...fields }) => fields);
  const { errors: _own, ...flat } = best ?? { errors: [] };
  return { ok: errors.length === 0, fields: { ...flat, tracks: shown }, errors };
}

function chipTrack2(text: string): Found | null {
  if (!/^\d{8,19}[Dd=](?:\d{4}|[Dd=])[\dDd=]*[Ff]*$/.test(text) || text.length > 38) return null;
  return { track: 2, format: 'emv-57', content: text.toUpperCase(), lrc: null };
}

/** What stands between the sentinels of track 1. */
function bareTrack1(text: string): Found | null {
  if (!/^B\d{8,19}\^[^?]*$/.test(text)) return null;
  return { track: 1, format: 'iso7813-track1', content: text, lrc: null };
}

/** AAMVA's track 3 begins with `%` again, or with `#` where a reader tells them apart (MagTek property 27). */
function sentinelTracks(text: string): Found[] {
  const seen = new Set<TrackNumber>();
  const tracks = text.matchAll(/([%;+#])([^?]*)(?:\?([^%;+#\r\n]?)|$)/g);
  return Array.from(tracks, ([, sentinel = '', content = '', lrc = '']) => {
    const track = trackOf(sentinel, seen);
    seen.add(track);
    return { track, format: formatOf(track, sentinel, content), content, lrc: lrc || null };
  });
}

function trackOf(sentinel: string, seen: ReadonlySet<TrackNumber>): TrackNumber {
  if (sentinel === '%') return seen.has(1) ? 3 : 1;
  if (sentinel === ';') return seen.has(2) ? 3 : 2;
  return 3;
}

function formatOf(track: TrackNumber, sentinel: string, content: string): Found['format'] {
  // AAMVA DL/ID standard: track 1 state and city, track 2 `636…` issuer, track 3 alphanumeric.
  if (track === 1) {
    if (/^B\d/.test(content)) return 'iso7813-track1';
    return /^[A-Z]{2}[A-Z .'-]+\^/.test(content) ? 'aamva' : 'other';
  }
  if (track === 2) return /^636\d{3}\d*=/.test(content) ? 'aamva' : 'iso7813-track2';
  return sentinel === ';' || sentinel === '+' ? 'iso4909-track3' : 'aamva';
}

type ShownTrack = Readonly<{ track: TrackNumber; errors: readonly string[] }> &
  Readonly<Record<string, unknown>>;

function readFound(found: Found): ShownTrack {
  const { track, format, content, lrc } = found;
  const head = { track, format, ...(lrc === null ? {} : { lrc }) };
  if (content === 'E') {
    return { ...head, state: 'error', errors: [`track ${track}: the reader could not read it`] };
  }
  const read =
    format === 'iso7813-track1'
      ? parseTrack1(content)
      : track === 2 && format !== 'aamva'
        ? parseTrack2(content)
        : null;
  if (read) return { ...head, state: 'read', ...cardFields(read), errors: [] };
  const isBank = format === 'iso7813-track1' || format === 'iso7813-track2' || format === 'emv-57';
  const errors = isBank ? [`track ${track}: not laid out as ISO/IEC 7813 says`] : [];
  return { ...head, state: 'read', ...otherFields(content), errors };
}

function cardFields(
  read: Readonly<{
    pan: string;
    name?: string;
    expiry: string | null;
    service: string | null;
    discretionary: string;
  }>,
): Record<string, unknown> {
  const { pan, name, expiry, service, discretionary } = read;
  const test = isTestCard(pan);
  return {
    pan: shownPan(pan),
    testCard: test,
    luhn: isLuhn(pan),
    ...(name === undefined ? {} : { name }),
    expiry,
    expires:
      expiry !== null && isMonth(expiry) ? `20${expiry.slice(0, 2)}-${expiry.slice(2)}` : null,
    serviceCode: service,
    // A verification value may stand here.
    discretionary: test ? discretionary : '*'.repeat(discretionary.length),
  };
}

/** Track 3, licences and cards of other kinds: no layout is taken for granted, so little of them is shown. */
function otherFields(content: string): Record<string, unknown> {
  const pan = /^(\d{12,19})=/.exec(content)?.[1];
  return {
    ...(pan === undefined
      ? {}
      : { pan: shownPan(pan), testCard: isTestCard(pan), luhn: isLuhn(pan) }),
    masked: maskedTrack(content),
    length: content.length,
  };
}

const endsWhole = (text: string): boolean => /\?.?$/s.test(text);
