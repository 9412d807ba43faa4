/** What a till sent to a printer, command by command; or the one byte that it answers to DLE EOT. */
import iconv from 'iconv-lite';
import type { Decoder } from '../../decode/decoded.ts';
import { type Command, type ReadCommand, readCommand } from './commands.ts';
import { controls, reference } from './reference.ts';
import { bits, statusPattern } from './spec.ts';

type Shown = Readonly<Record<string, unknown>>;

const hexBytesMax = 64;
export const decodeEscpos: Decoder = (bytes) => {
  const commands: Shown[] = [];
  const errors: string[] = [];
  /** Null until it is said: a Chinese printer then takes bytes above 7F for GB18030. */
  let chinese: boolean | null = null;
  let page = 0;
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const read = readAt(bytes, at);
    if (!read) {
      errors.push(`byte ${at}: a command is cut off`);
      commands.push({ name: 'cut off', hex: hex(bytes.subarray(at)) });
      break;
    }
    const { command, length, name, known } = read;
    if (!known) errors.push(`byte ${at}: unknown command ${name}`);
    if (command.kind === 'chinese') chinese = command.on;
    if (command.kind === 'initialise') [chinese, page] = [null, 0];
    if (command.kind === 'code-page') page = command.value;
    const said = command.kind === 'text' ? textOf(command.bytes, chinese, page) : null;
    text += said ?? (command.kind === 'line-feed' ? '\n' : '');
    const own = bytes.subarray(at, at + length);
    const meaning = reference[name]?.meaning ?? controlMeanings[name];
    commands.push({
      name,
      ...(meaning === undefined ? {} : { meaning }),
      hex: hex(own),
      ...parametersOf(command),
      ...beside(name, own),
      ...(said === null ? {} : { text: said }),
    });
    at += length;
  }
  if (bytes.length === 0) errors.push('no bytes');
  const answer = bytes.length === 1 ? statusAnswer(bytes[0] ?? 0) : null;
  return {
    ok: errors.length === 0,
    fields: { commands, text, ...(answer ? { answer } : {}) },
    errors,
  };
};

const controlMeanings: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(controls).map(({ name, meaning }) => [name, meaning]),
);

/** n of DLE EOT. */
const statusNames = ['printer', 'off-line cause', 'error', 'paper'];

function beside(name: string, bytes: Uint8Array): Shown {
  const [, , mode = 0, n = 0, last = 0] = bytes;
  if (name === 'ESC p') return { offMs: 2 * last };
  if (name === 'FS p') return { picture: mode, mode: n };
  // A counted command tells by a letter and a function what it does.
  if (name.endsWith('('))
    return { letter: String.fromCharCode(mode), parameters: bytes.length - 5 };
  // 0, 48, 65 whole; 1, 49, 66 but for one point. From 65 on the paper is fed first.
  if (name === 'GS V') {
    const feeds = mode >= 0x41;
    return { partial: ((mode & 1) === 1) !== feeds, ...(feeds ? { feed: n } : {}) };
  }
  if (name === 'DLE EOT') return { status: statusNames[mode - 1] ?? null };
  return {};
}

/** A lone byte with the fixed bits of an answer to DLE EOT n: what it says for each n, for it does not tell which. */
function statusAnswer(byte: number): Shown | null {
  if ((byte & statusPattern.mask) !== statusPattern.value) return null;
  const flags = (of: Readonly<Record<string, number>>): string[] =>
    Object.entries(of).flatMap(([name, mask]) => ((byte & mask) === 0 ? [] : [name]));
  return Object.fromEntries(Object.entries(bits).map(([kind, of]) => [kind, flags(of)]));
}

const windowBytes = 512;

/** Commands are short, except text and pictures: a window is looked at first, and all the rest where that is short. */
function readAt(bytes: Uint8Array, at: number): ReadCommand | null {
  const window = bytes.subarray(at, at + windowBytes);
  const read = readCommand([...window]);
  const ended = read !== null && (read.length < window.length || at + read.length === bytes.length);
  return ended ? read : readCommand([...bytes.subarray(at)]);
}

/** ESC t n: what the pages that iconv knows are called (Epson, ESC t). */
const codePages: Readonly<Record<number, string>> = {
  2: 'cp850',
  3: 'cp860',
  4: 'cp863',
  5: 'cp865',
  16: 'win1252',
  17: 'cp866',
  18: 'cp852',
  19: 'cp858',
};

/** `chinese` null: without FS & and FS . a Chinese printer takes bytes above 7F for GB18030, unless a page was chosen. */
function textOf(bytes: readonly number[], chinese: boolean | null, page: number): string {
  const guessed = codePages[page] === undefined && bytes.some((byte) => byte > 0x80);
  const encoding = (chinese ?? guessed) ? 'gb18030' : (codePages[page] ?? 'cp437');
  return iconv.decode(Buffer.from(bytes), encoding);
}

function parametersOf(command: Command): Shown {
  switch (command.kind) {
    case 'text':
    case 'nothing':
      return {};
    case 'raster': {
      const black = command.bits.reduce((sum, byte) => sum + onesOf(byte), 0);
      return { widthDots: command.rowBytes * 8, heightDots: command.rows, blackDots: black };
    }
    case 'qr-store':
      return { data: Buffer.from(command.bytes).toString('utf8') };
    case 'barcode':
      return { system: command.system, data: String.fromCharCode(...command.bytes) };
    default: {
      const { kind: _kind, ...values } = command;
      return values;
    }
  }
}

const onesOf = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

function hex(bytes: Uint8Array): string {
  const shown = Buffer.from(bytes.subarray(0, hexBytesMax)).toString('hex').toUpperCase();
  return bytes.length > hexBytesMax ? `${shown}… (${bytes.length} bytes)` : shown;
}
