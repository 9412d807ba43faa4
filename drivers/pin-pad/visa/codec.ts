/**
 * VISA-style PIN pad: bodies of packets ↔ values, both directions, without I/O.
 *
 * `describe…` make the line of the trace and say which bytes of the frame a person must not see.
 */
import { assertNever } from '../../../domain/assert.ts';
import { encodeFrame, type LinkUnit } from '../../codecs/stx-etx-lrc.ts';
import type { ByteRange } from '../../tap.ts';
import { ids, keyTimeout, limits, macFlags, separator, wrapperOf } from './spec.ts';

/** What the till says. Keys are ciphertext, upper-case hex. */
export type TillMessage =
  | Readonly<{ kind: 'connectionTest' }>
  | Readonly<{ kind: 'readSerial' }>
  | Readonly<{ kind: 'readPermanentSerial' }>
  | Readonly<{ kind: 'selfTest' }>
  | Readonly<{ kind: 'cancel' }>
  | Readonly<{ kind: 'checkKey' | 'selectKey'; slot: string }>
  /** One line goes as Z2, several as Z3. */
  | Readonly<{ kind: 'show'; lines: readonly string[] }>
  | Readonly<{
      kind: 'askPin';
      pan: string;
      wrappedKey: string;
      amountMinor: number;
      /** Of thirty seconds; null leaves the pad its 270 s. */
      timeoutSteps: number | null;
    }>
  | Readonly<{ kind: 'askKey'; timeoutS: number }>
  | Readonly<{
      kind: 'askMac';
      encoding: 'ascii' | 'binary';
      more: boolean;
      sequence: number;
      slot: string;
      wrappedKey: string;
      /** As on the line: characters, or hex of the bytes. */
      data: string;
    }>;

/** What the pad says. */
export type PadMessage =
  | Readonly<{ kind: 'serial' | 'permanentSerial'; text: string }>
  | Readonly<{ kind: 'keyState'; loaded: boolean }>
  | Readonly<{ kind: 'keySelected'; code: string }>
  | Readonly<{ kind: 'selfTested'; code: string }>
  | Readonly<{ kind: 'pin'; length: number; block: string }>
  | Readonly<{ kind: 'pinRefused'; code: string }>
  | Readonly<{ kind: 'keyPressed'; key: string }>
  | Readonly<{ kind: 'mac'; status: string; mac: string | null }>;

const { fs, sub } = separator;
const hexKey = /^(?:[0-9A-F]{16}|[0-9A-F]{32})$/;

/** The whole packet for the line. */
export function encodeTill(message: TillMessage): Uint8Array {
  switch (message.kind) {
    case 'connectionTest':
    case 'readSerial':
    case 'readPermanentSerial':
    case 'selfTest':
    case 'cancel':
      return packet(message.kind, '');
    case 'checkKey':
    case 'selectKey':
      return packet(message.kind, message.slot);
    case 'show':
      return message.lines.length === 1
        ? packet('showLine', `${sub}${message.lines[0]}`)
        : packet('showLines', `${message.lines.length}${message.lines.join(fs)}`);
    case 'askPin': {
      const timeout = message.timeoutSteps === null ? '' : `${fs}${message.timeoutSteps}`;
      // An amount of at least three digits, as a pad prints it: 10.00 is 1000, one fen 001.
      const amount = String(message.amountMinor).padStart(3, '0');
      return packet('askPin', `.${message.pan}${fs}${message.wrappedKey}${amount}${timeout}`);
    }
    case 'askKey':
      return packet('askKey', String(message.timeoutS).padStart(3, '0'));
    case 'askMac':
      return packet('askMac', macBody(message));
    default:
      return assertNever(message);
  }
}

/** Flag, sequence, master key, FS, first half of the session key, FS, second half, FS, data (P011). */
function macBody(message: Extract<TillMessage, { kind: 'askMac' }>): string {
  const flag = macFlags[message.encoding][message.more ? 'more' : 'last'];
  const sequence = String(message.sequence).padStart(2, '0');
  const first = message.wrappedKey.slice(0, 16);
  const second = message.wrappedKey.slice(16);
  return `${flag}${sequence}${message.slot}${fs}${first}${fs}${second}${fs}${message.data}`;
}

const packet = (id: keyof typeof ids, rest: string): Uint8Array =>
  encodeFrame(wrapperOf[id], ids[id] + rest);

/** Reads what a till sent; null for what this pad does not know. */
export function decodeTill(body: string): TillMessage | null {
  if (body === ids.connectionTest) return { kind: 'connectionTest' };
  if (body === ids.readSerial) return { kind: 'readSerial' };
  if (body === ids.readPermanentSerial) return { kind: 'readPermanentSerial' };
  if (body === ids.selfTest) return { kind: 'selfTest' };
  if (body === ids.cancel) return { kind: 'cancel' };
  const slot = /^(04|08)(\d)$/.exec(body);
  if (slot?.[2]) return { kind: slot[1] === '04' ? 'checkKey' : 'selectKey', slot: slot[2] };
  const askKey = /^Z42(\d{3})$/.exec(body);
  if (askKey) return { kind: 'askKey', timeoutS: Number(askKey[1]) };
  return decodeShow(body) ?? decodeAskPin(body) ?? decodeAskMac(body);
}

function decodeShow(body: string): TillMessage | null {
  if (body.startsWith(ids.showLine)) {
    return { kind: 'show', lines: [body.slice(2).replace(sub, '')] };
  }
  if (!body.startsWith(ids.showLines)) return null;
  const lines = body.slice(3).split(fs);
  return lines.length === Number(body[2]) && lines.length <= limits.linesMax
    ? { kind: 'show', lines }
    : null;
}

function decodeAskPin(body: string): TillMessage | null {
  if (!body.startsWith(`${ids.askPin}.`)) return null;
  const [pan, keyAndAmount, timeout, ...rest] = body.slice(3).split(fs);
  // An amount has three to twelve digits, so a double-length key cannot be taken for a single one with its amount.
  const match = /^([0-9A-F]{32}|[0-9A-F]{16})(\d{3,12})$/.exec(keyAndAmount ?? '');
  const wellFormed =
    /^\d{8,19}$/.test(pan ?? '') && /^[1-9]?$/.test(timeout ?? '') && rest.length === 0;
  if (!pan || !match?.[1] || !wellFormed) return null;
  return {
    kind: 'askPin',
    pan,
    wrappedKey: match[1],
    amountMinor: Number(match[2]),
    timeoutSteps: timeout ? Number(timeout) : null,
  };
}

function decodeAskMac(body: string): TillMessage | null {
  const head = /^Z66([4-7])(\d\d)(\d)$/.exec(body.split(fs)[0] ?? '');
  const [, first, second, ...data] = body.split(fs);
  const wrappedKey = `${first}${second}`;
  if (!head?.[1] || !head[3] || data.length === 0 || !hexKey.test(wrappedKey)) return null;
  const encoding = head[1] <= '5' ? 'ascii' : 'binary';
  const text = data.join(fs);
  if (encoding === 'binary' && !/^(?:[0-9A-F]{2})*$/.test(text)) return null;
  return {
    kind: 'askMac',
    encoding,
    more: head[1] === macFlags[encoding].more,
    sequence: Number(head[2]),
    slot: head[3],
    wrappedKey,
    data: text,
  };
}

/** The whole packet of a pad. */
export function encodePad(message: PadMessage): Uint8Array {
  switch (message.kind) {
    case 'serial':
      return packet('readSerial', message.text);
    case 'permanentSerial':
      return packet('readPermanentSerial', message.text);
    case 'keyState':
      return packet('checkKey', message.loaded ? 'F' : '0');
    case 'keySelected':
      return packet('selectKey', message.code);
    case 'selfTested':
      return packet('selfTest', message.code);
    case 'pin':
      return packet('pin', `.0${String(message.length).padStart(2, '0')}01${message.block}`);
    case 'pinRefused':
      return packet('pin', message.code);
    case 'keyPressed':
      return packet('key', message.key);
    case 'mac':
      return packet('mac', message.status + (message.mac ?? ''));
    default:
      return assertNever(message);
  }
}

/** Reads what a pad sent; null for what no pad of this kind says. */
export function decodePad(body: string): PadMessage | null {
  const pin = /^71\.0(\d\d)01([0-9A-F]{16})$/.exec(body);
  if (pin?.[2]) return { kind: 'pin', length: Number(pin[1]), block: pin[2] };
  const mac = /^Z67(\d\d)([0-9A-F]{16})?$/.exec(body);
  if (mac?.[1]) return { kind: 'mac', status: mac[1], mac: mac[2] ?? null };
  const one = /^(04|08|16|71|Z43)([0-9A-Z*#/?])$/.exec(body);
  if (one?.[2]) return decodeOneCharacter(one[1] ?? '', one[2]);
  if (/^M04[\x20-\x7e]{1,32}$/.test(body)) {
    return { kind: 'permanentSerial', text: body.slice(3).trim() };
  }
  if (/^06[\x20-\x7e]{1,32}$/.test(body)) return { kind: 'serial', text: body.slice(2).trim() };
  return null;
}

function decodeOneCharacter(id: string, code: string): PadMessage | null {
  if (id === ids.selectKey) return { kind: 'keySelected', code };
  if (id === ids.selfTest) return { kind: 'selfTested', code };
  if (id === ids.pin) return { kind: 'pinRefused', code };
  if (id === ids.key) return { kind: 'keyPressed', key: code };
  return code === 'F' || code === '0' ? { kind: 'keyState', loaded: code === 'F' } : null;
}

type Description = Readonly<{ meaning: string; hidden?: readonly ByteRange[] }>;

/** One line for a person about a unit from either side. */
export function describeUnit(unit: LinkUnit, from: 'till' | 'pad'): Description {
  if (unit.kind === 'control') return { meaning: unit.control.toUpperCase(), hidden: [] };
  if (unit.kind === 'noise') return { meaning: `noise, ${unit.raw.length} bytes` };
  if (unit.kind === 'bad-frame') return { meaning: `bad frame: ${unit.reason}` };
  const message = from === 'till' ? decodeTill(unit.body) : decodePad(unit.body);
  if (!message) return { meaning: 'unknown message' };
  return { meaning: meaningOf(message), hidden: hiddenIn(message, unit.raw, unit.body) };
}

function meaningOf(message: TillMessage | PadMessage): string {
  switch (message.kind) {
    case 'checkKey':
    case 'selectKey':
      return `${message.kind} ${message.slot}`;
    case 'show':
      return `show ${JSON.stringify(message.lines)}`;
    case 'askPin':
      return `ask PIN, amount ${message.amountMinor}, ${message.wrappedKey.length * 4}-bit key`;
    case 'askKey':
      return `ask key press within ${message.timeoutS} s`;
    case 'askMac':
      return `ask MAC, packet ${message.sequence}, ${message.encoding}${message.more ? ', more follow' : ''}`;
    case 'serial':
    case 'permanentSerial':
      return `${message.kind} ${message.text}`;
    case 'keyState':
      return message.loaded ? 'key present' : 'key absent';
    case 'keySelected':
    case 'selfTested':
    case 'pinRefused':
      return `${message.kind} ${message.code}`;
    case 'pin':
      return message.length === 0 ? 'no PIN' : 'PIN block';
    case 'keyPressed':
      // A key shown here could be a digit of something: only that the wait ended is told.
      return message.key === keyTimeout ? 'no key pressed' : 'key pressed';
    case 'mac':
      return `MAC, status ${message.status}`;
    default:
      return message.kind;
  }
}

/** PAN, keys, MAC input and PIN block: whatever follows the id of these messages. */
function hiddenIn(message: TillMessage | PadMessage, raw: Uint8Array, body: string): ByteRange[] {
  const toEnd = (from: number): ByteRange[] => [[1 + from, raw.length]];
  switch (message.kind) {
    case 'askPin':
      return toEnd(3);
    case 'askMac':
      return toEnd(body.indexOf(fs) + 1);
    case 'pin':
      return toEnd(4);
    case 'keyPressed':
      return toEnd(3);
    case 'mac':
      // Also the answer to a key check and to a track to be enciphered.
      return toEnd(5);
    default:
      return [];
  }
}
