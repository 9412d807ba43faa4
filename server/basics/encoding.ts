/** In which encoding a file was saved. What cannot be known is asked: a guess that cannot fail loses letters unseen. */

export const encodings = ['utf-8', 'gb18030', 'windows-1252', 'utf-16'] as const;
export type Encoding = (typeof encodings)[number];

export type Decoded =
  | Readonly<{ text: string; encoding: Encoding }>
  /** `unsure`: it may be one of several, and only a person knows; `no-text`: it is none of them. */
  | 'unsure'
  | 'no-text';

/** `asked` null: by its mark or its bytes, where those leave no doubt. */
export function decodeCsv(bytes: Uint8Array, asked: Encoding | null): Decoded {
  const marked = markOf(bytes);
  if (marked) return decode(bytes, marked, 'utf-16');
  if (asked) return decode(bytes, asked === 'utf-16' ? 'utf-16le' : asked, asked);
  const utf8 = decode(bytes, 'utf-8', 'utf-8');
  if (utf8 !== 'no-text') return utf8;
  if (bytes.includes(0)) return 'no-text';
  return isGb2312(bytes) ? decode(bytes, 'gb18030', 'gb18030') : 'unsure';
}

function markOf([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : null;
}

function decode(bytes: Uint8Array, label: string, encoding: Encoding): Decoded {
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes);
    return text.includes('\0') ? 'no-text' : { text, encoding };
  } catch {
    return 'no-text';
  }
}

/**
 * Whether all that is not ASCII are pairs of the everyday Chinese characters, GB 2312, several in a row at least once.
 * Letters with accents stand alone between others, so that no European text is.
 */
function isGb2312(bytes: Uint8Array): boolean {
  let longest = 0;
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const start = at;
    for (; (bytes[at] ?? 0) >= 0x80; at += 2) {
      const [lead = 0, trail = 0] = bytes.subarray(at, at + 2);
      const isPair = lead >= 0xa1 && lead <= 0xf7 && trail >= 0xa1 && trail <= 0xfe;
      if (!isPair) return false;
    }
    longest = Math.max(longest, at - start);
  }
  return longest >= 4;
}
