/**
 * The tap every byte of a device passes: a bounded, masked trace with a decoded line per frame, and statistics.
 *
 * Whoever decodes a frame says which bytes a person must not see; bytes that nobody could decode are masked by what
 * they look like. Masked bytes are gone here, not hidden: nothing downstream could bring them back.
 */
import type { Clock } from '../domain/basics/clock.ts';
import type { DeviceStatistics, TraceLine } from '../domain/devices/verbs.ts';

/** From the first byte up to, not including, the second. */
export type ByteRange = readonly [start: number, end: number];

export type TapNote = Readonly<{
  direction: 'out' | 'in';
  bytes: Uint8Array;
  /** In the field's own words; no PIN, card number, key or track. */
  meaning: string;
  /** What a decoder knows to be secret. Left out when nobody decoded the bytes: then what looks secret is masked. */
  hidden?: readonly ByteRange[];
  faulty?: boolean;
}>;

export type Counter = Exclude<keyof DeviceStatistics, 'roundTripMs' | 'timeouts'>;

export type Tap = Readonly<{
  note(note: TapNote): void;
  count(what: Counter): void;
  /** A wait that ended, by the protocol's name for it: `T1`, `ack`, `answer`. */
  timedOut(wait: string): void;
  roundTrip(ms: number): void;
  /** Kept lines with an index above `after`, oldest first. */
  lines(after: number): TraceLine[];
  statistics(): DeviceStatistics;
}>;

/** A busy hour of one pad; older lines go. */
const linesMax = 2_000;
/** Enough for a steady p99. */
const roundTripsMax = 1_000;
/** A line longer than this is a receipt or a fault; its head tells which. */
const bytesShownMax = 512;
/** A meaning quotes what was said, and what was said may be nonsense of any length. */
const meaningMax = 400;
/** Two thousand receipts would be three times as much; a till has ten devices. */
const charactersMax = 1_000_000;

export function createTap(clock: Clock): Tap {
  let kept: TraceLine[] = [];
  let keptCharacters = 0;
  let nextIndex = 0;
  const roundTrips: number[] = [];
  const timeouts: Record<string, number> = {};
  const counters: Record<Counter, number> = {
    goodFrames: 0,
    badFrames: 0,
    naks: 0,
    retries: 0,
    reopened: 0,
  };
  return {
    note: ({ direction, bytes, meaning, hidden, faulty = false }) => {
      const hex = maskedHex(bytes, hidden ?? guessSecrets(bytes));
      const line = {
        index: nextIndex,
        at: clock.now(),
        direction,
        hex,
        meaning: cut(meaning),
        faulty,
      };
      kept.push(line);
      keptCharacters += sizeOf(line);
      nextIndex += 1;
      if (kept.length > linesMax || keptCharacters > charactersMax) {
        kept = kept.slice(Math.ceil(kept.length / 2));
        keptCharacters = kept.reduce((sum, each) => sum + sizeOf(each), 0);
      }
    },
    count: (what) => {
      counters[what] += 1;
    },
    timedOut: (wait) => {
      timeouts[wait] = (timeouts[wait] ?? 0) + 1;
    },
    roundTrip: (ms) => {
      roundTrips.push(ms);
      if (roundTrips.length > roundTripsMax) roundTrips.shift();
    },
    lines: (after) => kept.filter((line) => line.index > after),
    statistics: () => ({
      ...counters,
      timeouts: { ...timeouts },
      roundTripMs: percentiles(roundTrips),
    }),
  };
}

function maskedHex(bytes: Uint8Array, hidden: readonly ByteRange[]): string {
  const shown = Array.from(bytes.subarray(0, bytesShownMax), (byte, index) =>
    hidden.some(([start, end]) => index >= start && index < end)
      ? '••'
      : byte.toString(16).toUpperCase().padStart(2, '0'),
  );
  if (bytes.length > bytesShownMax) shown.push(`… +${bytes.length - bytesShownMax}`);
  return shown.join(' ');
}

const sizeOf = ({ hex, meaning }: TraceLine): number => hex.length + meaning.length;

const cut = (meaning: string): string =>
  meaning.length > meaningMax ? `${meaning.slice(0, meaningMax)} …` : meaning;

/** What a card number, a track, a key or a PIN block could be made of, as text or as two digits a byte. */
export function guessSecrets(bytes: Uint8Array): ByteRange[] {
  const shown = bytes.subarray(0, bytesShownMax);
  const text = String.fromCharCode(...shown.map((byte) => byte & 0x7f));
  const asText = Array.from(text.matchAll(/[0-9A-Fa-f=^]{12,}/g), rangeOf);
  const asPacked = Array.from(packedText(shown).matchAll(/d{6,}[dl]/g), rangeOf);
  return [...asText, ...asPacked.filter((range) => looksPacked(shown.subarray(...range)))];
}

const rangeOf = (match: RegExpExecArray): ByteRange => [match.index, match.index + match[0].length];

/** A letter for each byte: two decimal digits (`d`), as the last of a number filled up or a separator (`l`), neither. */
function packedText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const [high, low] = [byte >> 4, byte & 0x0f];
    if (high <= 9 && low <= 9) return 'd';
    return (high <= 9 || high === 0x0d) && (low <= 9 || low >= 0x0d) ? 'l' : '-';
  }).join('');
}

/** Neither text between control bytes, which has its own rule, nor the even grey of a picture. */
function looksPacked(bytes: Uint8Array): boolean {
  return new Set(bytes).size >= 3 && !bytes.every(isText);
}

/** Printable, or a control byte that the protocols of this house put around text. */
const isText = (byte: number): boolean =>
  byte >= 0x20
    ? byte <= 0x7e
    : [0x02, 0x03, 0x04, 0x06, 0x0a, 0x0d, 0x0e, 0x0f, 0x15].includes(byte);

function percentiles(values: readonly number[]): DeviceStatistics['roundTripMs'] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99), count: sorted.length, histogram: histogram(sorted) };
}

/** From a pty's tenth of a millisecond to a pad that acknowledges after its five seconds. */
const bucketsMs = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;

function histogram(sorted: readonly number[]): DeviceStatistics['roundTripMs']['histogram'] {
  const bounds = [...bucketsMs, null];
  return bounds.map((upToMs, index) => {
    const above = bounds[index - 1] ?? Number.NEGATIVE_INFINITY;
    const inside = (ms: number): boolean => ms > above && (upToMs === null || ms <= upToMs);
    return { upToMs, count: sorted.filter(inside).length };
  });
}
