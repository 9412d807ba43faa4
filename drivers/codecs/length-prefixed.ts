/** Frames that say how long they are in their first bytes, as APDUs of ZVT over TCP do. Nothing marks their ends. */
import { addPiece, joinPieces, noPieces, type Pieces } from './pieces.ts';

export type LengthPrefixedUnit =
  | Readonly<{ kind: 'frame'; raw: Uint8Array }>
  /** Longer than allowed. Where the next frame begins is not known: everything after it is noise. */
  | Readonly<{ kind: 'bad-frame'; reason: 'too-long'; raw: Uint8Array }>
  | Readonly<{ kind: 'noise'; raw: Uint8Array }>;

export type LengthPrefixedState = Readonly<{ lost: boolean; kept: Pieces; total: number | null }>;

export type LengthPrefixedFormat = Readonly<{
  /** `lengthOf` knows the length from this many bytes at the latest. */
  headBytesMax: number;
  frameBytesMax: number;
  /** Bytes of the whole frame with its head; null while `head` is too short to tell. */
  lengthOf(head: Uint8Array): number | null;
}>;

export const lengthPrefixedStart: LengthPrefixedState = {
  lost: false,
  kept: noPieces,
  total: null,
};

/** Folds the next bytes of a stream into whole frames and what is left over. Cost is linear, however the bytes come. */
export function foldLengthPrefixed(
  state: LengthPrefixedState,
  chunk: Uint8Array,
  format: LengthPrefixedFormat,
): Readonly<{ state: LengthPrefixedState; units: LengthPrefixedUnit[] }> {
  const units: LengthPrefixedUnit[] = [];
  let now = state;
  let rest = chunk;
  while (rest.length > 0 && !now.lost) {
    const total = now.total ?? format.lengthOf(headOf(now.kept, rest, format.headBytesMax));
    if (total !== null && total > format.frameBytesMax) {
      const raw = joinPieces(addPiece(now.kept, rest));
      units.push({ kind: 'bad-frame', reason: 'too-long', raw });
      return { state: { lost: true, kept: noPieces, total: null }, units };
    }
    const missing = total === null ? rest.length : total - now.kept.length;
    const kept = addPiece(now.kept, rest.subarray(0, missing));
    rest = rest.subarray(missing);
    if (kept.length === total) {
      units.push({ kind: 'frame', raw: joinPieces(kept) });
      now = lengthPrefixedStart;
    } else now = { lost: false, kept, total };
  }
  if (rest.length > 0) units.push({ kind: 'noise', raw: Uint8Array.from(rest) });
  return { state: now, units };
}

/** At most `bytesMax` bytes of what is kept and what has come; the length is known before more are kept. */
function headOf(kept: Pieces, rest: Uint8Array, bytesMax: number): Uint8Array {
  const more = rest.subarray(0, Math.max(0, bytesMax - kept.length));
  return joinPieces(addPiece(kept, more));
}
