/**
 * Every command of ESC/POS that a till may meet, by name: how many parameters it has, and what it is for. Epson's command
 * reference, the obsolete ones too, as receipts of older tills hold them; compared letter by letter with a stranger's
 * tokenizer (kunif/EscPosUtils, zlib licence). Where it differs, ESC * 32 and 33 are Epson's modes of 24 dots.
 */

/** The whole command's length from its first bytes, or null while more of them are needed. */
type TellLength = (bytes: readonly number[]) => number | null;
export type Reference = Readonly<{ parameters: number | TellLength; meaning: string }>;

const word = (low = 0, high = 0): number => low + high * 256;
const entry = (parameters: Reference['parameters'], meaning: string): Reference => ({
  parameters,
  meaning,
});

/** pL pH, then so many bytes. */
const counted: TellLength = ([, , , low, high]) =>
  high === undefined ? null : 5 + word(low, high);
/** xL xH yL yH at 4, then so many bytes a row and rows. */
const raster: TellLength = ([, , , , xLow, xHigh, yLow, yHigh]) =>
  yHigh === undefined ? null : 8 + word(xLow, xHigh) * word(yLow, yHigh);

const barcode: TellLength = ([, , system, ...rest]) => {
  if (system === undefined) return null;
  if (system >= 65) return rest[0] === undefined ? null : 4 + rest[0];
  // 0 to 6 end with a zero; between them and 65 there is nothing.
  if (system > 6) return 3;
  const end = rest.indexOf(0);
  return end < 0 ? null : 4 + end;
};

/** Tab stops in rising order, up to 32 of them, ended by a zero or by what is no further stop. */
const tabs: TellLength = (bytes) => {
  for (let at = 2; at < 2 + 32; at += 1) {
    const stop = bytes[at];
    if (stop === undefined) return null;
    if (stop === 0) return at + 1;
    if (at > 2 && stop <= (bytes[at - 1] ?? 0)) return at;
  }
  return 2 + 32;
};

/** y c1 c2, and of each character from c1 to c2 its width x and x × y bytes. */
const userCharacters: TellLength = (bytes) => {
  const [, , height, first, last] = bytes;
  if (height === undefined || first === undefined || last === undefined) return null;
  let at = 5;
  for (let code = first; code <= last; code += 1) {
    const width = bytes[at];
    if (width === undefined) return null;
    at += 1 + width * height;
  }
  return at;
};

/** n, and of each of n pictures xL xH yL yH in units of eight dots. */
const storedPictures: TellLength = (bytes) => {
  const count = bytes[2];
  if (count === undefined) return null;
  let at = 3;
  for (let picture = 0; picture < count; picture += 1) {
    const high = bytes[at + 3];
    if (high === undefined) return null;
    at += 4 + word(bytes[at], bytes[at + 1]) * word(bytes[at + 2], high) * 8;
  }
  return at;
};

/** By its second parameter byte: as long as said there, else `otherwise`. */
const byFirst =
  (lengths: Readonly<Record<number, number>>, otherwise: number): TellLength =>
  ([, , first]) =>
    first === undefined ? null : (lengths[first] ?? otherwise);

const counter: TellLength = (bytes) => {
  const [, , kind] = bytes;
  if (kind === undefined) return null;
  const fixed = ({ 48: 5, 49: 9, 50: 5 } as Record<number, number>)[kind];
  if (fixed !== undefined) return fixed;
  if (kind !== 0x3b) return 3;
  // GS C ; sa ; sb ; sn ; sr ; sc ;
  let semicolons = 0;
  for (let at = 3; ; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) return null;
    if (byte === 0x3b) semicolons += 1;
    else if (byte < 0x30 || byte > 0x39) return at;
    if (semicolons === 5) return at + 1;
  }
};

const memory: TellLength = (bytes) => {
  const [, , kind] = bytes;
  if (kind === undefined) return null;
  if (kind === 0x32) return 10;
  if (kind !== 0x31) return 4;
  const [low, high] = bytes.slice(8);
  return high === undefined ? null : 10 + word(low, high);
};

/** GS D: a file of Windows bitmap, whose own length stands in it. */
const bitmapFile: TellLength = (bytes) => {
  const size = bytes.slice(11, 15);
  return size.length < 4 ? null : 9 + word(size[0], size[1]) + 65_536 * word(size[2], size[3]);
};

export const reference: Readonly<Record<string, Reference>> = {
  'ESC FF': entry(0, 'print the page'),
  'ESC SP': entry(1, 'space right of characters'),
  'ESC !': entry(1, 'print modes'),
  'ESC $': entry(2, 'go to a place in the line'),
  'ESC %': entry(1, 'own characters on or off'),
  'ESC &': entry(userCharacters, 'define own characters'),
  'ESC (': entry(counted, 'counted command'),
  'ESC *': entry(
    ([, , mode = 0, low, high]) =>
      high === undefined ? null : 5 + word(low, high) * (mode === 32 || mode === 33 ? 3 : 1),
    'bit image',
  ),
  'ESC -': entry(1, 'underline'),
  'ESC 2': entry(0, 'usual line spacing'),
  'ESC 3': entry(1, 'line spacing'),
  'ESC <': entry(0, 'head to its home'),
  'ESC =': entry(1, 'choose printer or display'),
  'ESC ?': entry(1, 'forget own character'),
  'ESC @': entry(0, 'initialise'),
  'ESC C': entry(1, 'cut sheet eject length'),
  'ESC D': entry(tabs, 'tab stops'),
  'ESC E': entry(1, 'bold'),
  'ESC F': entry(1, 'cut sheet reverse eject'),
  'ESC G': entry(1, 'double strike'),
  'ESC J': entry(1, 'print and feed dots'),
  'ESC K': entry(1, 'print and feed back dots'),
  'ESC L': entry(0, 'page mode'),
  'ESC M': entry(1, 'font'),
  'ESC R': entry(1, 'national characters'),
  'ESC S': entry(0, 'standard mode'),
  'ESC T': entry(1, 'direction in page mode'),
  'ESC U': entry(1, 'one direction only'),
  'ESC V': entry(1, 'turn by 90 degrees'),
  'ESC W': entry(8, 'area in page mode'),
  'ESC \\': entry(2, 'go on in the line'),
  'ESC a': entry(1, 'align'),
  'ESC c': entry(2, 'paper sensors, panel buttons'),
  'ESC d': entry(1, 'print and feed lines'),
  'ESC e': entry(1, 'print and feed back lines'),
  'ESC f': entry(2, 'cut sheet wait'),
  'ESC i': entry(0, 'partial cut, one point'),
  'ESC m': entry(0, 'partial cut, three points'),
  'ESC p': entry(3, 'drawer kick'),
  'ESC q': entry(0, 'release paper'),
  'ESC r': entry(1, 'colour'),
  'ESC t': entry(1, 'code page'),
  'ESC u': entry(1, 'ask for the drawer'),
  'ESC v': entry(0, 'ask for the paper'),
  'ESC {': entry(1, 'upside down'),
  'FS !': entry(1, 'print modes of Chinese'),
  'FS &': entry(0, 'Chinese mode on'),
  'FS (': entry(counted, 'counted command'),
  'FS -': entry(1, 'underline of Chinese'),
  'FS .': entry(0, 'Chinese mode off'),
  // Of 24 by 24 dots.
  'FS 2': entry(2 + 72, 'define own Chinese character'),
  'FS ?': entry(2, 'forget own Chinese character'),
  'FS C': entry(1, 'code of Chinese'),
  'FS L': entry(0, 'double density in page mode'),
  'FS S': entry(2, 'space around Chinese'),
  'FS W': entry(1, 'Chinese four times as large'),
  'FS a': entry(byFirst({ 48: 4 }, 3), 'cheque'),
  'FS b': entry(0, 'ask for the cheque'),
  'FS c': entry(0, 'clean the cheque reader'),
  'FS g': entry(memory, 'write or read the memory'),
  'FS p': entry(2, 'print a stored picture'),
  'FS q': entry(storedPictures, 'store pictures'),
  'GS !': entry(1, 'character size'),
  'GS $': entry(2, 'go to a height in page mode'),
  'GS (': entry(counted, 'counted command'),
  'GS *': entry(
    ([, , x, y]) => (x === undefined || y === undefined ? null : 4 + x * y * 8),
    'load a picture',
  ),
  'GS /': entry(1, 'print the loaded picture'),
  'GS 8': entry(
    ([, , , a, b, c, d]) => (d === undefined ? null : 7 + word(a, b) + 65_536 * word(c, d)),
    'long counted command',
  ),
  'GS :': entry(0, 'begin or end a macro'),
  'GS B': entry(1, 'white on black'),
  'GS C': entry(counter, 'counter'),
  'GS D': entry(bitmapFile, 'store a bitmap file'),
  'GS E': entry(1, 'head control'),
  'GS H': entry(1, 'text of the barcode'),
  'GS I': entry(1, 'ask for an id'),
  'GS L': entry(2, 'left margin'),
  'GS P': entry(2, 'units of motion'),
  'GS Q': entry(raster, 'picture of another height'),
  'GS T': entry(1, 'to the beginning of the line'),
  // GS V m, or GS V m n that feeds first.
  'GS V': entry(([, , mode]) => (mode === undefined ? null : mode >= 0x41 ? 4 : 3), 'cut'),
  'GS W': entry(2, 'width of the print area'),
  'GS \\': entry(2, 'go on in height in page mode'),
  'GS ^': entry(3, 'run the macro'),
  'GS a': entry(1, 'automatic status back'),
  'GS b': entry(1, 'smoothing'),
  'GS c': entry(0, 'print the counter'),
  'GS f': entry(1, 'font of the barcode'),
  'GS g': entry(byFirst({ 48: 6, 50: 6 }, 3), 'maintenance counter'),
  'GS h': entry(1, 'barcode height'),
  'GS j': entry(1, 'automatic status of the ink'),
  'GS k': entry(barcode, 'barcode'),
  'GS r': entry(1, 'ask for a status'),
  'GS v': entry(raster, 'picture'),
  'GS w': entry(1, 'barcode width'),
  'GS z': entry(3, 'wait before going on'),
  'DLE EOT': entry(byFirst({ 0: 4, 7: 4, 8: 4, 18: 4 }, 3), 'ask for a status at once'),
  'DLE ENQ': entry(1, 'ask for recovery'),
  // Its functions 1 drawer, 2 off, 3 sound, 7 ask for a status, 8 forget what is held.
  'DLE DC4': entry(byFirst({ 1: 5, 2: 5, 3: 8, 7: 4, 8: 10 }, 3), 'at once'),
};

/** Control codes of one byte. */
export const controls: Readonly<Record<number, Readonly<{ name: string; meaning: string }>>> = {
  9: { name: 'HT', meaning: 'to the next tab stop' },
  10: { name: 'LF', meaning: 'line feed' },
  12: { name: 'FF', meaning: 'print the page, back to standard mode' },
  13: { name: 'CR', meaning: 'line end' },
  24: { name: 'CAN', meaning: 'forget the page' },
};

const leads: Readonly<Record<number, string>> = { 16: 'DLE', 27: 'ESC', 28: 'FS', 29: 'GS' };
const letters: Readonly<Record<number, string>> = {
  4: 'EOT',
  5: 'ENQ',
  12: 'FF',
  20: 'DC4',
  32: 'SP',
};

export const isLead = (byte: number): boolean => leads[byte] !== undefined;

/** As the reference writes it: `ESC @`, `DLE EOT`. */
export function nameOf(lead: number, letter: number): string {
  return `${leads[lead] ?? ''} ${letters[letter] ?? String.fromCharCode(letter)}`.trim();
}

/** The length of the command that begins there, or null while more bytes are needed to tell. */
export function lengthOf({ parameters }: Reference, bytes: readonly number[]): number | null {
  return typeof parameters === 'number' ? 2 + parameters : parameters(bytes);
}
