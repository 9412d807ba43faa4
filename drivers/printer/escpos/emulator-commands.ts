/** ESC/POS bytes → commands, as a printer tells them apart. Lengths from Epson's command reference. */

export type Command =
  | Readonly<{ kind: 'text'; bytes: readonly number[] }>
  | Readonly<{ kind: 'line-feed' | 'initialise' | 'cut' | 'pulse' | 'report' }>
  | Readonly<{ kind: 'align' | 'code-page' | 'size'; value: number }>
  | Readonly<{ kind: 'bold' | 'invert' | 'chinese'; on: boolean }>
  | Readonly<{ kind: 'go-to' | 'go-by'; dots: number }>
  /** Known, and without effect on this paper. */
  | Readonly<{ kind: 'nothing' }>;

type Read = Readonly<{ command: Command; length: number }>;

const esc = 0x1b;
const fs = 0x1c;
const gs = 0x1d;
const lf = 0x0a;

const nothing: Command = { kind: 'nothing' };
const word = (low = 0, high = 0): number => low + high * 256;
const isOn = (value = 0): boolean => (value & 1) === 1;

type Rule = Readonly<{ parameters: number; make?: (...values: number[]) => Command }>;
const key = (lead: number, letter: string): string => `${lead}${letter}`;

/** Commands of two bytes and a fixed number of parameters. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  [key(esc, '@'), { parameters: 0, make: () => ({ kind: 'initialise' }) }],
  [key(esc, ' '), { parameters: 1 }],
  [key(esc, '!'), { parameters: 1 }],
  [key(esc, '$'), { parameters: 2, make: (...n) => ({ kind: 'go-to', dots: word(...n) }) }],
  [key(esc, '\\'), { parameters: 2, make: (...n) => ({ kind: 'go-by', dots: word(...n) }) }],
  [key(esc, '-'), { parameters: 1 }],
  [key(esc, '2'), { parameters: 0 }],
  [key(esc, '3'), { parameters: 1 }],
  [key(esc, 'E'), { parameters: 1, make: (n) => ({ kind: 'bold', on: isOn(n) }) }],
  [key(esc, 'M'), { parameters: 1 }],
  [key(esc, 'R'), { parameters: 1 }],
  [key(esc, 'a'), { parameters: 1, make: (n = 0) => ({ kind: 'align', value: n % 48 }) }],
  [key(esc, 'p'), { parameters: 3, make: () => ({ kind: 'pulse' }) }],
  [key(esc, 't'), { parameters: 1, make: (n = 0) => ({ kind: 'code-page', value: n }) }],
  [key(esc, '{'), { parameters: 1 }],
  [key(fs, '&'), { parameters: 0, make: () => ({ kind: 'chinese', on: true }) }],
  [key(fs, '.'), { parameters: 0, make: () => ({ kind: 'chinese', on: false }) }],
  [key(fs, '-'), { parameters: 1 }],
  [key(fs, 'C'), { parameters: 1 }],
  [key(fs, 'S'), { parameters: 2 }],
  [key(gs, '!'), { parameters: 1, make: (n = 0) => ({ kind: 'size', value: n }) }],
  [key(gs, 'B'), { parameters: 1, make: (n) => ({ kind: 'invert', on: isOn(n) }) }],
  [key(gs, 'L'), { parameters: 2 }],
  [key(gs, 'W'), { parameters: 2 }],
  [key(gs, 'a'), { parameters: 1 }],
  [key(gs, 'r'), { parameters: 1, make: () => ({ kind: 'report' }) }],
]);

/** The first whole command, or null while more bytes are needed. A lead nobody knows is passed over with its letter. */
export function readCommand(bytes: readonly number[]): Read | null {
  const [lead, second] = bytes;
  if (lead === undefined) return null;
  if (lead === lf) return { command: { kind: 'line-feed' }, length: 1 };
  if (lead !== esc && lead !== fs && lead !== gs) return readText(bytes);
  if (second === undefined) return null;
  const letter = String.fromCharCode(second);
  // GS V m, or GS V m n that feeds first; FS ( and GS ( carry their own length.
  if (lead === gs && letter === 'V') return readCut(bytes);
  if (letter === '(') return readCounted(bytes);
  const rule = rules.get(key(lead, letter));
  if (!rule) return { command: nothing, length: 2 };
  const length = 2 + rule.parameters;
  if (bytes.length < length) return null;
  return { command: rule.make?.(...bytes.slice(2, length)) ?? nothing, length };
}

function readText(bytes: readonly number[]): Read {
  const end = bytes.findIndex((byte) => byte < 0x20);
  if (end === 0) return { command: nothing, length: 1 };
  const text = end < 0 ? bytes : bytes.slice(0, end);
  return { command: { kind: 'text', bytes: text }, length: text.length };
}

function readCut(bytes: readonly number[]): Read | null {
  const mode = bytes[2];
  if (mode === undefined) return null;
  const length = mode >= 0x41 ? 4 : 3;
  return bytes.length < length ? null : { command: { kind: 'cut' }, length };
}

function readCounted(bytes: readonly number[]): Read | null {
  const [, , , low, high] = bytes;
  if (low === undefined || high === undefined) return null;
  const length = 5 + word(low, high);
  return bytes.length < length ? null : { command: nothing, length };
}
