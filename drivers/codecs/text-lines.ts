/** Lines of text: bytes in, lines out, ended by CR, LF or both. */

export type TextLinesState = Readonly<{ bytes: readonly number[]; overflowed: boolean }>;
export const textLinesStart: TextLinesState = { bytes: [], overflowed: false };

export type TextLine = Readonly<{ kind: 'line' | 'too-long'; text: string; raw: Uint8Array }>;

const cr = 0x0d;
const lf = 0x0a;

/** Empty lines are dropped; a line longer than the limit comes out once, cut, as `too-long`. */
export function foldTextLines(
  state: TextLinesState,
  chunk: Uint8Array,
  limits: Readonly<{ lineBytesMax: number }>,
): Readonly<{ state: TextLinesState; lines: TextLine[] }> {
  const lines: TextLine[] = [];
  let bytes = [...state.bytes];
  let overflowed = state.overflowed;
  for (const byte of chunk) {
    if (byte === cr || byte === lf) {
      if (bytes.length > 0) lines.push(textLine(overflowed ? 'too-long' : 'line', bytes));
      bytes = [];
      overflowed = false;
    } else if (bytes.length < limits.lineBytesMax) bytes.push(byte);
    else overflowed = true;
  }
  return { state: { bytes, overflowed }, lines };
}

function textLine(kind: TextLine['kind'], bytes: readonly number[]): TextLine {
  return { kind, text: String.fromCharCode(...bytes), raw: Uint8Array.from(bytes) };
}
