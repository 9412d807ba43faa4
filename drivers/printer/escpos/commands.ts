/** ESC/POS bytes → commands, as a printer tells them apart. Lengths: reference.ts. */
import { controls, isLead, lengthOf, nameOf, reference } from './reference.ts';

export type Command =
  | Readonly<{ kind: 'text'; bytes: readonly number[] }>
  | Readonly<{ kind: 'line-feed' | 'initialise' | 'cut' | 'report' | 'qr-print' }>
  | Readonly<{
      kind: 'align' | 'code-page' | 'size' | 'identify' | 'asb' | 'qr-size';
      value: number;
    }>
  | Readonly<{ kind: 'bold' | 'invert' | 'chinese'; on: boolean }>
  /** `width`: of the print area. */
  | Readonly<{ kind: 'go-to' | 'go-by' | 'width'; dots: number }>
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
  /** As the reference writes it: `ESC @`, `GS V`, `LF`; `text` for what is none; `ESC Z?` for what is not in it. */
  name: string;
  known: boolean;
}>;

const nothing: Command = { kind: 'nothing' };
const word = (low = 0, high = 0): number => low + high * 256;
const isOn = (value = 0): boolean => (value & 1) === 1;

/** What the bytes of a command do to this paper; one that is not here does nothing to it. */
const makers: Readonly<Record<string, (bytes: readonly number[]) => Command>> = {
  'ESC @': () => ({ kind: 'initialise' }),
  'ESC $': ([, , low, high]) => ({ kind: 'go-to', dots: word(low, high) }),
  'ESC \\': ([, , low, high]) => ({ kind: 'go-by', dots: word(low, high) }),
  'ESC E': ([, , n]) => ({ kind: 'bold', on: isOn(n) }),
  'ESC J': () => ({ kind: 'line-feed' }),
  'ESC a': ([, , n = 0]) => ({ kind: 'align', value: n % 48 }),
  'ESC d': () => ({ kind: 'line-feed' }),
  'ESC i': () => ({ kind: 'cut' }),
  'ESC m': () => ({ kind: 'cut' }),
  'ESC p': ([, , pin, on = 0]) => ({ kind: 'pulse', pin: isOn(pin) ? 5 : 2, onMs: 2 * on }),
  'ESC t': ([, , n = 0]) => ({ kind: 'code-page', value: n }),
  'FS &': () => ({ kind: 'chinese', on: true }),
  'FS .': () => ({ kind: 'chinese', on: false }),
  'GS !': ([, , n = 0]) => ({ kind: 'size', value: n }),
  'GS B': ([, , n]) => ({ kind: 'invert', on: isOn(n) }),
  'GS I': ([, , n = 0]) => ({ kind: 'identify', value: n }),
  'GS W': ([, , low, high]) => ({ kind: 'width', dots: word(low, high) }),
  'GS a': ([, , n = 0]) => ({ kind: 'asb', value: n }),
  'GS r': () => ({ kind: 'report' }),
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
  const [lead, letter] = bytes;
  if (lead === undefined) return null;
  if (!isLead(lead)) return readControl(lead) ?? readText(bytes);
  if (letter === undefined) return null;
  const name = nameOf(lead, letter);
  const known = reference[name];
  if (!known) return { command: nothing, length: 2, name: `${name}?`, known: false };
  const length = lengthOf(known, bytes);
  if (length === null || bytes.length < length) return null;
  const command = makers[name]?.(bytes.slice(0, length)) ?? nothing;
  return { command, length, name, known: true };
}

function readControl(byte: number): ReadCommand | null {
  if (byte >= 0x20) return null;
  const { name } = controls[byte] ?? { name: 'control' };
  const command: Command = name === 'LF' ? { kind: 'line-feed' } : nothing;
  return { command, length: 1, name, known: true };
}

function readText(bytes: readonly number[]): ReadCommand {
  const end = bytes.findIndex((byte) => byte < 0x20);
  const text = end < 0 ? bytes : bytes.slice(0, end);
  return { command: { kind: 'text', bytes: text }, length: text.length, name: 'text', known: true };
}
