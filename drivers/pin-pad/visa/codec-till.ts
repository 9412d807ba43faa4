/** VISA-style PIN pad: what the till says, packets ↔ values, without I/O. Layouts: ../shared/protocols/devices.md §2.3. */
import { assertNever } from '../../../domain/basics/assert.ts';
import { encodeFrame } from '../../codecs/stx-etx-lrc.ts';
import type { PinRules, TillMessage } from './messages.ts';
import {
  dukptLiteral,
  ids,
  limits,
  lineModes,
  lineRates,
  type MessageId,
  macFlags,
  separator,
  wrapperOf,
} from './spec.ts';

const { fs, sub } = separator;
const hexKey = /^(?:[0-9A-F]{16}|[0-9A-F]{32})$/;
const panDigits = /^\d{8,19}$/;
type Of<Kind extends TillMessage['kind']> = Extract<TillMessage, { kind: Kind }>;

/** The whole packet for the line. */
export function encodeTill(message: TillMessage): Uint8Array {
  switch (message.kind) {
    case 'connectionTest':
    case 'readSerial':
    case 'readPermanentSerial':
    case 'readKeyMode':
    case 'readHardware':
    case 'readEngine':
    case 'selfTest':
    case 'cancel':
    case 'reset':
      return packet(message.kind, '');
    case 'checkKey':
    case 'selectKey':
      return packet(message.kind, message.slot);
    case 'diagnose':
      return packet('diagnose', message.test);
    case 'setLine':
      return packet('setLine', message.rate + (message.mode ?? ''));
    case 'show':
      return message.lines.length === 1
        ? packet('showLine', `${sub}${message.lines[0]}`)
        : packet('showLines', `${message.lines.length}${message.lines.join(fs)}`);
    case 'askPin':
      return packet('askPin', pinBody(message));
    case 'askPinOnly':
      return packet('askPinOnly', `.${message.pan}${fs}${message.wrappedKey ?? dukptLiteral}`);
    case 'askPinPrompted':
      return packet('askPinPrompted', promptedBody(message));
    case 'askPinEchoed':
      return packet(
        'askPinEchoed',
        `.${message.pan}${fs}${message.wrappedKey ?? dukptLiteral}${rulesText(message)}${message.echo}`,
      );
    case 'askKey':
      return packet('askKey', digits(message.timeoutS, 3));
    case 'askDigits': {
      const { echo, timeoutS, digitsMax } = message;
      return packet('askDigits', `${echo ? 1 : 0}${digits(timeoutS, 3)}${digits(digitsMax, 2)}`);
    }
    case 'askMac':
      return packet('askMac', macBody(message));
    default:
      return assertNever(message);
  }
}

const packet = (id: MessageId, rest: string): Uint8Array =>
  encodeFrame(wrapperOf(id), ids[id] + rest);

const digits = (value: number, count: number): string => String(value).padStart(count, '0');

/** P021. With DUKPT: account, FS, debit indicator, amount of four digits and more, no dot (PP791 p. 252, message 76). */
function pinBody({ pan, wrappedKey, amountMinor, timeoutSteps }: Of<'askPin'>): string {
  if (wrappedKey === null) return `${pan}${fs}D${digits(amountMinor, 4)}`;
  // An amount of at least three digits, as a pad prints it: 10.00 is 1000, one fen 001.
  const timeout = timeoutSteps === null ? '' : `${fs}${timeoutSteps}`;
  return `.${pan}${fs}${wrappedKey}${digits(amountMinor, 3)}${timeout}`;
}

/** PP791 pp. 228 and 249: with DUKPT the key is left out. */
function promptedBody(message: Of<'askPinPrompted'>): string {
  const { pan, wrappedKey, prompts, processing, timeoutSteps } = message;
  const rules = `${wrappedKey ?? ''}${rulesText(message)}${prompts[0]}`;
  const timeout = timeoutSteps === null ? [] : [String(timeoutSteps)];
  return [`.${pan}`, rules, prompts[1], processing, ...timeout].join(fs);
}

const rulesText = ({ digitsMin, digitsMax, emptyAllowed }: PinRules): string =>
  `${digits(digitsMin, 2)}${digits(digitsMax, 2)}${emptyAllowed ? 'Y' : 'N'}`;

/** Flag, sequence, master key, FS, first half of the session key, FS, second half, FS, data (P011). */
function macBody({ flag, sequence, slot, wrappedKey, data }: Of<'askMac'>): string {
  const halves = [wrappedKey.slice(0, 16), wrappedKey.slice(16)];
  return [`${flag}${digits(sequence, 2)}${slot}`, ...halves, data].join(fs);
}

const bare = [
  'connectionTest',
  'readSerial',
  'readPermanentSerial',
  'readKeyMode',
  'readHardware',
  'readEngine',
  'selfTest',
  'cancel',
  'reset',
] as const;

/** Reads what a till sent; null for what this pad does not know. */
export function decodeTill(body: string): TillMessage | null {
  const kind = bare.find((each) => ids[each] === body);
  if (kind) return { kind };
  return (
    decodeAdministration(body) ??
    decodeShow(body) ??
    decodeInput(body) ??
    decodeAskPin(body) ??
    decodeAskPinOnly(body) ??
    decodeAskPinPrompted(body) ??
    decodeAskPinEchoed(body) ??
    decodeAskMac(body)
  );
}

function decodeAdministration(body: string): TillMessage | null {
  const slot = /^(04|08)([0-9A-V])$/.exec(body);
  if (slot?.[2]) return { kind: slot[1] === '04' ? 'checkKey' : 'selectKey', slot: slot[2] };
  const test = /^01(0\d|10)$/.exec(body)?.[1];
  if (test) return { kind: 'diagnose', test };
  const [, rate, mode] = /^13(\d)(\d?)$/.exec(body) ?? [];
  if (rate && rate in lineRates && (!mode || mode in lineModes)) {
    return { kind: 'setLine', rate, mode: mode || null };
  }
  return null;
}

function decodeInput(body: string): TillMessage | null {
  const askKey = /^Z42(\d{3})$/.exec(body);
  if (askKey) return { kind: 'askKey', timeoutS: Number(askKey[1]) };
  const [, echo, timeout, most] = /^Z50([01])(\d{3})(\d\d)$/.exec(body) ?? [];
  if (!echo) return null;
  return {
    kind: 'askDigits',
    echo: echo === '1',
    timeoutS: Number(timeout),
    digitsMax: Number(most),
  };
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
  if (!body.startsWith(`${ids.askPin}.`)) return decodeAskDukptPin(body);
  const [pan, keyAndAmount, timeout, ...rest] = body.slice(3).split(fs);
  // An amount has three to twelve digits, so a double-length key cannot be taken for a single one with its amount.
  const match = /^([0-9A-F]{32}|[0-9A-F]{16})(\d{3,12})$/.exec(keyAndAmount ?? '');
  const wellFormed = panDigits.test(pan ?? '') && /^[1-9]?$/.test(timeout ?? '');
  if (!pan || !match?.[1] || !wellFormed || rest.length > 0) return null;
  return {
    kind: 'askPin',
    pan,
    wrappedKey: match[1],
    amountMinor: Number(match[2]),
    timeoutSteps: timeout ? Number(timeout) : null,
  };
}

function decodeAskDukptPin(body: string): TillMessage | null {
  const [head = '', tail = '', ...rest] = body.split(fs);
  const pan = /^70(\d{8,19})$/.exec(head)?.[1];
  const amount = /^D(\d{4,12})$/.exec(tail)?.[1];
  if (!pan || !amount || rest.length > 0) return null;
  const amountMinor = Number(amount);
  return { kind: 'askPin', pan, wrappedKey: null, amountMinor, timeoutSteps: null };
}

function decodeAskPinOnly(body: string): TillMessage | null {
  const [head = '', key = '', ...rest] = body.split(fs);
  const pan = /^Z60\.(\d{8,19})$/.exec(head)?.[1];
  if (!pan || rest.length > 0) return null;
  if (key === dukptLiteral) return { kind: 'askPinOnly', pan, wrappedKey: null };
  return hexKey.test(key) ? { kind: 'askPinOnly', pan, wrappedKey: key } : null;
}

function decodeAskPinPrompted(body: string): TillMessage | null {
  if (!body.startsWith(`${ids.askPinPrompted}.`)) return null;
  const [pan = '', ruled = '', second, processing, timeout, ...rest] = body.slice(4).split(fs);
  const match = /^([0-9A-F]{32}|[0-9A-F]{16})?(\d{4}[YN])(.*)$/.exec(ruled);
  const rules = rulesOf(match?.[2]);
  const wellFormed = panDigits.test(pan) && /^[1-9]?$/.test(timeout ?? '') && rest.length === 0;
  if (!rules || !wellFormed || second === undefined || processing === undefined) return null;
  return {
    kind: 'askPinPrompted',
    pan,
    wrappedKey: match?.[1] ?? null,
    ...rules,
    prompts: [match?.[3] ?? '', second],
    processing,
    timeoutSteps: timeout ? Number(timeout) : null,
  };
}

function decodeAskPinEchoed(body: string): TillMessage | null {
  const [head = '', tail = '', ...rest] = body.split(fs);
  const pan = /^Z63\.(\d{8,19})$/.exec(head)?.[1];
  const [, key, ruled, echo] =
    /^(DUKPT ENCRYPTION|[0-9A-F]{32}|[0-9A-F]{16})(\d{4}[YN])([\x20-\x7e])$/.exec(tail) ?? [];
  const rules = rulesOf(ruled);
  if (!pan || !key || !echo || !rules || rest.length > 0) return null;
  const wrappedKey = key === dukptLiteral ? null : key;
  return { kind: 'askPinEchoed', pan, wrappedKey, ...rules, echo };
}

/** Null where the two lengths are no PIN's. */
function rulesOf(text: string | undefined): PinRules | null {
  if (!text) return null;
  const digitsMin = Number(text.slice(0, 2));
  const digitsMax = Number(text.slice(2, 4));
  const allowed =
    limits.pinDigitsMin <= digitsMin && digitsMin <= digitsMax && digitsMax <= limits.pinDigitsMax;
  return allowed ? { digitsMin, digitsMax, emptyAllowed: text[4] === 'Y' } : null;
}

function decodeAskMac(body: string): TillMessage | null {
  const [, flag, sequence, slot] = /^Z66(\d)(\d\d)([0-9A-V])$/.exec(body.split(fs)[0] ?? '') ?? [];
  const [, first, second, ...data] = body.split(fs);
  const wrappedKey = `${first}${second}`;
  if (!flag || !slot || data.length === 0 || !hexKey.test(wrappedKey)) return null;
  const text = data.join(fs);
  if (isBinary(flag) && !/^(?:[0-9A-F]{2})*$/.test(text)) return null;
  return { kind: 'askMac', flag, sequence: Number(sequence), slot, wrappedKey, data: text };
}

/** Whether the data of a Z66 with this flag are hex of bytes. */
export const isBinary = (flag: string): boolean =>
  flag === macFlags.binary.last || flag === macFlags.binary.more;
