/** Lines → bytes for the display. No I/O. */
import iconv from 'iconv-lite';
import {
  brightness,
  type Cd5220Options,
  columns,
  control,
  initialise,
  linesMax,
  writeLine,
} from './spec.ts';

/** What a display is told when it is opened. */
export function encodeOpening(options: Cd5220Options): Uint8Array {
  const level = options.brightness === undefined ? [] : [...brightness, options.brightness];
  return Uint8Array.from([...initialise, ...level, control.clear]);
}

/** Both lines anew, each full width so that nothing of the old one stays; an empty list clears. */
export function encodeLines(
  lines: readonly string[],
  charset: Cd5220Options['charset'],
): Uint8Array {
  if (lines.every((line) => line.trim() === '')) return Uint8Array.of(control.clear);
  const bytes = Array.from({ length: linesMax }, (_, index) => [
    ...(writeLine[index] ?? []),
    ...encodeLine(lines[index] ?? '', charset),
    control.cr,
  ]);
  return Uint8Array.from(bytes.flat());
}

/** Twenty columns, a Chinese character takes two; what does not fit is cut, never in the middle of a character. */
function encodeLine(text: string, charset: Cd5220Options['charset']): number[] {
  const bytes: number[] = [];
  for (const character of text.replace(/\p{Cc}/gu, ' ')) {
    const encoded = encodeCharacter(character, charset);
    if (bytes.length + encoded.length > columns) break;
    bytes.push(...encoded);
  }
  while (bytes.length < columns) bytes.push(0x20);
  return bytes;
}

/** GB18030 characters of four bytes are on no display. */
function encodeCharacter(character: string, charset: Cd5220Options['charset']): number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return [code];
  // As wide as what it stands for, so that figures stay at the right edge.
  const unknown = [0x3f, 0x3f];
  if (charset === 'ascii') return asciiOf[character] ?? unknown;
  const encoded = [...iconv.encode(character, 'gb18030')];
  return encoded.length === 2 ? encoded : unknown;
}

/** What a till shows often and ASCII has not. */
const asciiOf: Readonly<Record<string, number[]>> = {
  '￥': [0x59],
  '¥': [0x59],
  '×': [0x78],
  '–': [0x2d],
  '−': [0x2d],
};
