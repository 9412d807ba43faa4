/**
 * ZVT: texts. CP437 unless TLV 14 agrees on something else at registration; card complete speaks ISO 8859, fields of 7 bits
 * have German letters in place of brackets (PA00P015, "ZVT-Charactersets"; ../shared/protocols/devices.md §1.3, §1.4).
 */
import iconv from 'iconv-lite';

export type CharacterSet =
  | 'cp437'
  | 'utf-8'
  | 'iso-8859-1'
  | 'iso-8859-2'
  | 'iso-8859-15'
  | 'din-66003';

export const defaultSet: CharacterSet = 'cp437';

const germanLetters: Readonly<Record<string, string>> = {
  '[': 'Ä',
  '\\': 'Ö',
  ']': 'Ü',
  '{': 'ä',
  '|': 'ö',
  '}': 'ü',
  '~': 'ß',
};
const brackets = new Map(
  Object.entries(germanLetters).map(([bracket, letter]) => [letter, bracket]),
);

export function decodeText(bytes: Uint8Array, set: CharacterSet): string {
  if (set !== 'din-66003') return iconv.decode(Buffer.from(bytes), set);
  const text = Buffer.from(bytes.map((byte) => byte & 0x7f)).toString('latin1');
  return text.replace(/[[\\\]{|}~]/g, (bracket) => germanLetters[bracket] ?? bracket);
}

/** What the set does not have comes out as a question mark. */
export function encodeText(text: string, set: CharacterSet): Uint8Array {
  if (set !== 'din-66003') return Uint8Array.from(iconv.encode(text, set));
  const characters = Array.from(text, (letter) => brackets.get(letter) ?? letter);
  return Uint8Array.from(characters, (letter) => {
    const code = letter.charCodeAt(0);
    return letter.length === 1 && code < 0x80 ? code : 0x3f;
  });
}

const sets: Readonly<Record<string, CharacterSet>> = {
  '00': 'din-66003',
  '01': 'iso-8859-1',
  '02': 'iso-8859-2',
  '0F': 'iso-8859-15',
  FE: 'utf-8',
  FF: 'cp437',
};

/** The set that TLV 14 names, two hex digits; null for one that this till does not have. */
export const characterSetOf = (code: string): CharacterSet | null => sets[code] ?? null;

/** The value of TLV 14 for a set, two hex digits. */
export const characterSetCode = (set: CharacterSet): string =>
  Object.keys(sets).find((code) => sets[code] === set) ?? 'FF';
