/** ESC/POS bytes → commands, as a printer tells them apart. Lengths from Epson's command reference. */

export type Command =
  | Readonly<{ kind: 'text'; bytes: readonly number[] }>
  | Readonly<{ kind: 'line-feed' | 'initialise' | 'cut' | 'report' | 'qr-print' }>
  | Readonly<{
      kind: 'align' | 'code-page' | 'size' | 'identify' | 'asb' | 'qr-size';
      value: number;
    }>
  | Readonly<{ kind: 'bold' | 'invert' | 'chinese'; on: boolean }>
  | Readonly<{ kind: 'go-to' | 'go-by'; dots: number }>
  /** ESC p: drawer pin 2 or 5, the solenoid driven for so long. */
  | Readonly<{ kind: 'pulse'; pin: 2 | 5; onMs: number }>
  /** One bit a dot, the highest first, rows from the top. */
  | Readonly<{ kind: 'raster'; rowBytes: number; rows: number; bits: readonly number[] }>
  | Readonly<{ kind: 'qr-store'; bytes: readonly number[] }>
  | Readonly<{ kind: 'barcode'; system: number; bytes: readonly number[] }>
  /** Known, and without effect on this paper. */
  | Readonly<{ kind: 'nothing' }>;

export type ReadCommand = Readonly<{
  command: Command;
  length: number;
  /** As the reference writes it: `ESC @`, `GS V`; `text` for what is none. */
  name: string;
}>;

const lf = 0x0a;
const leads: Readonly<Record<number, string>> = { 27: 'ESC', 28: 'FS', 29: 'GS' };

const nothing: Command = { kind: 'nothing' };
const word = (low = 0, high = 0): number => low + high * 256;
const isOn = (value = 0): boolean => (value & 1) === 1;

type Rule = Readonly<{ parameters: number; make?: (...values: number[]) => Command }>;

/** Commands of two bytes and a fixed number of parameters. */
const rules: Readonly<Record<string, Rule>> = {
  'ESC @': { parameters: 0, make: () => ({ kind: 'initialise' }) },
  'ESC  ': { parameters: 1 },
  'ESC !': { parameters: 1 },
  'ESC $': { parameters: 2, make: (...n) => ({ kind: 'go-to', dots: word(...n) }) },
  'ESC \\': { parameters: 2, make: (...n) => ({ kind: 'go-by', dots: word(...n) }) },
  'ESC -': { parameters: 1 },
  'ESC 2': { parameters: 0 },
  'ESC 3': { parameters: 1 },
  'ESC E': { parameters: 1, make: (n) => ({ kind: 'bold', on: isOn(n) }) },
  'ESC J': { parameters: 1, make: () => ({ kind: 'line-feed' }) },
  'ESC M': { parameters: 1 },
  'ESC R': { parameters: 1 },
  'ESC a': { parameters: 1, make: (n = 0) => ({ kind: 'align', value: n % 48 }) },
  'ESC d': { parameters: 1, make: () => ({ kind: 'line-feed' }) },
  'ESC p': {
    parameters: 3,
    make: (pin = 0, on = 0) => ({ kind: 'pulse', pin: isOn(pin) ? 5 : 2, onMs: 2 * on }),
  },
  'ESC t': { parameters: 1, make: (n = 0) => ({ kind: 'code-page', value: n }) },
  'ESC {': { parameters: 1 },
  'FS &': { parameters: 0, make: () => ({ kind: 'chinese', on: true }) },
  'FS .': { parameters: 0, make: () => ({ kind: 'chinese', on: false }) },
  'FS -': { parameters: 1 },
  'FS C': { parameters: 1 },
  'FS S': { parameters: 2 },
  'GS !': { parameters: 1, make: (n = 0) => ({ kind: 'size', value: n }) },
  'GS B': { parameters: 1, make: (n) => ({ kind: 'invert', on: isOn(n) }) },
  'GS H': { parameters: 1 },
  'GS I': { parameters: 1, make: (n = 0) => ({ kind: 'identify', value: n }) },
  'GS L': { parameters: 2 },
  'GS W': { parameters: 2 },
  'GS a': { parameters: 1, make: (n = 0) => ({ kind: 'asb', value: n }) },
  'GS f': { parameters: 1 },
  'GS h': { parameters: 1 },
  'GS r': { parameters: 1, make: () => ({ kind: 'report' }) },
  'GS w': { parameters: 1 },
};

/** Commands that tell their own length: the whole length so far known, or null while more bytes are needed. */
const lengths: Readonly<Record<string, (bytes: readonly number[]) => number | null>> = {
  // GS V m, or GS V m n that feeds first.
  'GS V': ([, , mode]) => (mode === undefined ? null : mode >= 0x41 ? 4 : 3),
  'FS (': countedLength,
  'GS (': countedLength,
  'ESC (': countedLength,
  'GS 8': ([, , , a, b, c, d]) => (d === undefined ? null : 7 + word(a, b) + 65_536 * word(c, d)),
  'GS v': ([, , , , xLow, xHigh, yLow, yHigh]) =>
    yHigh === undefined ? null : 8 + word(xLow, xHigh) * word(yLow, yHigh),
  'GS k': ([, , system, ...rest]) => {
    if (system === undefined) return null;
    if (system >= 65) return rest[0] === undefined ? null : 4 + rest[0];
    const end = rest.indexOf(0);
    return end < 0 ? null : 4 + end;
  },
  'ESC *': ([, , mode = 0, low, high]) =>
    high === undefined ? null : 5 + word(low, high) * (mode >= 32 ? 3 : 1),
};

function countedLength([, , , low, high]: readonly number[]): number | null {
  return high === undefined ? null : 5 + word(low, high);
}

const makers: Readonly<Record<string, (bytes: readonly number[]) => Command>> = {
  'GS V': () => ({ kind: 'cut' }),
  'GS v': (bytes) => ({
    kind: 'raster',
    rowBytes: word(bytes[4], bytes[5]),
    rows: word(bytes[6], bytes[7]),
    bits: bytes.slice(8),
  }),
  // Function 112 stores a picture in dots and GS ( L function 50 prints it: it is drawn where it is stored.
  'GS 8': (bytes) =>
    bytes[8] === 112 && bytes.length > 17
      ? {
          kind: 'raster',
          rowBytes: Math.ceil(word(bytes[13], bytes[14]) / 8),
          rows: word(bytes[15], bytes[16]),
          bits: bytes.slice(17),
        }
      : nothing,
  'GS k': (bytes) => ({
    kind: 'barcode',
    system: bytes[2] ?? 0,
    bytes: (bytes[2] ?? 0) >= 65 ? bytes.slice(4) : bytes.slice(3, -1),
  }),
  'GS (': readQr,
};

/** GS ( k with cn 49: functions 67 size, 80 store, 81 print. */
function readQr(bytes: readonly number[]): Command {
  const [, , letter, , , symbol, fn, value = 0] = bytes;
  if (letter !== 'k'.charCodeAt(0) || symbol !== 49) return nothing;
  if (fn === 67) return { kind: 'qr-size', value };
  if (fn === 80) return { kind: 'qr-store', bytes: bytes.slice(8) };
  return fn === 81 ? { kind: 'qr-print' } : nothing;
}

/** The first whole command, or null while more bytes are needed. A lead nobody knows is passed over with its letter. */
export function readCommand(bytes: readonly number[]): ReadCommand | null {
  const [lead, second] = bytes;
  if (lead === undefined) return null;
  if (lead === lf) return { command: { kind: 'line-feed' }, length: 1, name: 'LF' };
  const leadName = leads[lead];
  if (leadName === undefined) return readText(bytes);
  if (second === undefined) return null;
  const name = `${leadName} ${String.fromCharCode(second)}`;
  const tellLength = lengths[name];
  if (tellLength) {
    const length = tellLength(bytes);
    if (length === null || bytes.length < length) return null;
    const command = makers[name]?.(bytes.slice(0, length)) ?? nothing;
    return { command, length, name };
  }
  const rule = rules[name];
  if (!rule) return { command: nothing, length: 2, name: `${name.trim()}?` };
  const length = 2 + rule.parameters;
  if (bytes.length < length) return null;
  return { command: rule.make?.(...bytes.slice(2, length)) ?? nothing, length, name };
}

function readText(bytes: readonly number[]): ReadCommand {
  const end = bytes.findIndex((byte) => byte < 0x20);
  if (end === 0) return { command: nothing, length: 1, name: 'control' };
  const text = end < 0 ? bytes : bytes.slice(0, end);
  return { command: { kind: 'text', bytes: text }, length: text.length, name: 'text' };
}
