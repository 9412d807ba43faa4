/**
 * Bytes that come in pieces: adding one costs its own length, joining them once their sum. Framers keep what they have
 * seen of a frame in it, so that a frame that comes byte by byte costs no more than one that comes whole.
 */
export type Pieces = Readonly<{ length: number; last: Uint8Array; before: Pieces | null }>;

export const noPieces: Pieces = { length: 0, last: new Uint8Array(0), before: null };

/** A copy of `bytes` is kept: whoever gave them may wipe or use them again. */
export function addPiece(pieces: Pieces, bytes: Uint8Array): Pieces {
  if (bytes.length === 0) return pieces;
  return { length: pieces.length + bytes.length, last: Uint8Array.from(bytes), before: pieces };
}

export function joinPieces(pieces: Pieces): Uint8Array {
  const joined = new Uint8Array(pieces.length);
  for (let piece: Pieces | null = pieces; piece; piece = piece.before) {
    joined.set(piece.last, piece.length - piece.last.length);
  }
  return joined;
}
