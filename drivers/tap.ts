/**
 * The tap every byte of a device passes: a bounded, masked trace with a decoded line per frame, and statistics.
 *
 * Whoever decodes a frame says which bytes a person must not see; bytes that nobody could decode are masked by what
 * they look like. Masked bytes are gone here, not hidden: nothing downstream could bring them back.
 */
import type { Clock } from '../domain/clock.ts';
import type { DeviceStatistics, TraceLine } from '../domain/contract/devices.ts';

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

export function createTap(clock: Clock): Tap {
  let kept: TraceLine[] = [];
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
      kept.push({
        index: nextIndex,
        at: clock.now(),
        direction,
        hex: maskedHex(bytes, hidden ?? guessSecrets(bytes)),
        meaning,
        faulty,
      });
      nextIndex += 1;
      if (kept.length > linesMax) kept = kept.slice(-linesMax / 2);
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

/** Runs of twelve or more characters that a card number, a track, a key or a PIN block could be made of. */
export function guessSecrets(bytes: Uint8Array): ByteRange[] {
  const text = String.fromCharCode(...bytes.subarray(0, bytesShownMax)).replace(
    /[\x80-\xff]/g,
    (character) => String.fromCharCode(character.charCodeAt(0) & 0x7f),
  );
  return Array.from(text.matchAll(/[0-9A-Fa-f=^]{12,}/g), (match) => [
    match.index,
    match.index + match[0].length,
  ]);
}

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
