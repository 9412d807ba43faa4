/** Messages that end with silence and with nothing else: bytes with their times in, messages out. */
import { addPiece, joinPieces, noPieces, type Pieces } from './pieces.ts';

/** `too-long`: cut at the limit; what follows without a pause belongs to it and is dropped. */
export type SilenceUnit = Readonly<{ kind: 'message' | 'too-long'; raw: Uint8Array }>;

export type SilenceState = Readonly<{ kept: Pieces; overflowed: boolean; lastAtMs: number }>;

export type SilenceLimits = Readonly<{
  /** No byte for longer than this ends a message. */
  silenceMs: number;
  messageBytesMax: number;
}>;

export const silenceStart: SilenceState = {
  kept: noPieces,
  overflowed: false,
  lastAtMs: Number.NEGATIVE_INFINITY,
};

type Folded = Readonly<{ state: SilenceState; unit: SilenceUnit | null }>;

/** `atMs`: when `chunk` came, on a clock that only runs forward. */
export function foldSilence(
  state: SilenceState,
  chunk: Uint8Array,
  atMs: number,
  limits: SilenceLimits,
): Folded {
  if (chunk.length === 0) return { state, unit: null };
  const { state: before, unit } = endAfterSilence(state, atMs, limits);
  const room = limits.messageBytesMax - before.kept.length;
  return {
    state: {
      kept: addPiece(before.kept, chunk.subarray(0, room)),
      overflowed: before.overflowed || chunk.length > room,
      lastAtMs: atMs,
    },
    unit,
  };
}

/** To be asked when `silenceMs` have passed without a byte: the message that has ended by then, if any. */
export function endAfterSilence(state: SilenceState, atMs: number, limits: SilenceLimits): Folded {
  const { kept, overflowed, lastAtMs } = state;
  if (kept.length === 0 || atMs - lastAtMs <= limits.silenceMs) return { state, unit: null };
  const kind = overflowed ? 'too-long' : 'message';
  return { state: silenceStart, unit: { kind, raw: joinPieces(kept) } };
}
