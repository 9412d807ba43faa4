/**
 * ZVT: what a till says, values ↔ parts (PA00P015, one section for each command; control fields in spec.ts). The driver writes
 * it, the emulator reads it.
 */
import { assertNever } from '../../../domain/basics/assert.ts';
import { type Apdu, bytesOfHex, encodeApdu, hexOf } from './apdu.ts';
import { type Bmp, findBmp } from './bmp.ts';
import { tags } from './bmp-table.ts';
import { findLead, joinParts, type Lead, type Parts, splitParts } from './parts.ts';
import { isTillsOwn, limits } from './spec.ts';
import { type CharacterSet, decodeText, defaultSet, encodeText } from './text.ts';
import { encodeTlvs, readTlvs, type Tlv, tlv } from './tlv.ts';
import {
  decodeAmount,
  decodeCurrency,
  encodeAmount,
  encodeCurrency,
  encodeNumber,
} from './values.ts';

/** What a payment, a reservation and a refund say; null is left out. */
export type Money = Readonly<{
  amountMinor: number | null;
  /** Three letters. */
  currency: string | null;
  /** BMP 19: 40 lets the terminal choose, 44 and others name a procedure. */
  paymentType: number | null;
}>;

/** Passwords are six digits, receipt numbers four (`FFFF` asks 06 23 for open reservations). */
export type TillCommand = (
  | Readonly<{
      kind: 'register';
      password: string;
      /** See `configBits`. */
      config: number;
      currency: string | null;
      /** See `registrationServiceBits`. */
      serviceByte: number | null;
    }>
  | (Readonly<{ kind: 'authorise' | 'reserve' }> & Money)
  | (Readonly<{ kind: 'releaseReservation' | 'bookReservation'; receiptNumber: string | null }> &
      Money)
  | Readonly<{ kind: 'cancelReservation'; receiptNumber: string | null }>
  | (Readonly<{ kind: 'refund'; password: string }> & Money)
  | Readonly<{ kind: 'reverse'; password: string; receiptNumber: string | null }>
  | Readonly<{ kind: 'repeatReceipt'; password: string; serviceByte: number | null }>
  | Readonly<{ kind: 'endOfDay' | 'initialise'; password: string }>
  | Readonly<{ kind: 'enquireStatus'; password: string | null; serviceByte: number | null }>
  | Readonly<{ kind: 'logOff' | 'reset' | 'diagnose' | 'selfTest' | 'abort' }>
  /** `YYMMDD` and `hhmmss`. */
  | Readonly<{ kind: 'setClock'; password: string; date: string; time: string }>
  | Readonly<{ kind: 'readCard'; timeoutS: number; cardType: number | null; dialog: number | null }>
  /** `seconds` zero or null shows it for good. */
  | Readonly<{
      kind: 'showText';
      seconds: number | null;
      lines: readonly string[];
      beeps: number | null;
    }>
  /** The byte of 08 40; which speed it stands for is in the terminal's own book. */
  | Readonly<{ kind: 'changeBaudRate'; rate: number }>
  /** 80 00. */
  | Readonly<{ kind: 'accept' }>
  /** 84 xx; 84 9D says what was delivered for how much. */
  | Readonly<{ kind: 'refuse'; error: string; amountMinor: number | null }>
  /** Any other that the table has, its data as they stand (upper-case hex). */
  | Readonly<{ kind: 'other'; control: string; data: string }>
) &
  Readonly<{ tlvs?: readonly Tlv[] }>;

const controls: Readonly<Record<Exclude<TillCommand['kind'], 'refuse' | 'other'>, string>> = {
  register: '0600',
  authorise: '0601',
  logOff: '0602',
  reset: '0618',
  repeatReceipt: '0620',
  reserve: '0622',
  releaseReservation: '0623',
  bookReservation: '0624',
  cancelReservation: '0625',
  reverse: '0630',
  refund: '0631',
  endOfDay: '0650',
  diagnose: '0670',
  selfTest: '0679',
  setClock: '0691',
  initialise: '0693',
  abort: '06B0',
  readCard: '06C0',
  showText: '06E0',
  enquireStatus: '0501',
  changeBaudRate: '0840',
  accept: '8000',
};
const kinds: ReadonlyMap<string, keyof typeof controls> = new Map(
  (Object.keys(controls) as (keyof typeof controls)[]).map((kind) => [controls[kind], kind]),
);

/** The control field, four upper-case hex digits. */
export function controlOf(command: TillCommand): string {
  if (command.kind === 'other') return command.control;
  return command.kind === 'refuse' ? `84${command.error}` : controls[command.kind];
}

/** The whole APDU. Throws RangeError for a value that its field cannot hold. */
export function encodeTill(command: TillCommand, set: CharacterSet = defaultSet): Uint8Array {
  const control = controlOf(command);
  const { lead = [], bmps = [] } = written(command, set);
  const items = command.tlvs ?? [];
  const container = items.length === 0 ? [] : [{ tag: tags.tlv, value: encodeTlvs(items) }];
  const all = [...bmps, ...container];
  return encodeApdu(joinParts({ command: control, lead, bmps: all }));
}

type Written = Readonly<{ lead?: readonly Lead[]; bmps?: readonly Bmp[] }>;

function written(command: TillCommand, set: CharacterSet): Written {
  switch (command.kind) {
    case 'register':
      return writtenRegistration(command);
    case 'authorise':
    case 'reserve':
      return { bmps: money(command) };
    case 'releaseReservation':
    case 'bookReservation':
      return { bmps: [...receipt(command.receiptNumber), ...money(command)] };
    case 'cancelReservation':
      return { bmps: receipt(command.receiptNumber) };
    case 'refund':
      return { lead: password(command.password), bmps: money(command) };
    case 'reverse':
      return { lead: password(command.password), bmps: receipt(command.receiptNumber) };
    case 'repeatReceipt':
    case 'enquireStatus':
      return {
        lead: password(command.password),
        bmps: byte(tags.serviceByte, command.serviceByte),
      };
    case 'endOfDay':
    case 'initialise':
      return { lead: password(command.password) };
    case 'setClock':
      return {
        lead: password(command.password),
        bmps: [
          { tag: tags.fullDate, value: encodeNumber(command.date, 3) },
          { tag: tags.time, value: encodeNumber(command.time, 3) },
        ],
      };
    case 'readCard':
      return {
        lead: [{ name: 'timeout', value: Uint8Array.of(command.timeoutS) }],
        bmps: [...byte(tags.status, command.cardType), ...byte(tags.dialogControl, command.dialog)],
      };
    case 'showText':
      return { bmps: display(command, set) };
    case 'changeBaudRate':
      return { lead: [{ name: 'timeout', value: Uint8Array.of(command.rate) }] };
    case 'refuse':
      return { bmps: amount(command.amountMinor) };
    case 'other':
      return { lead: [{ name: 'raw', value: bytesOfHex(command.data) }] };
    case 'logOff':
    case 'reset':
    case 'diagnose':
    case 'selfTest':
    case 'abort':
    case 'accept':
      return {};
    default:
      return assertNever(command);
  }
}

function writtenRegistration(command: Extract<TillCommand, { kind: 'register' }>): Written {
  const config: Lead = { name: 'config', value: Uint8Array.of(command.config) };
  const currency: Lead[] =
    command.currency === null
      ? []
      : [{ name: 'currency', value: encodeCurrency(command.currency) }];
  return {
    lead: [...password(command.password), config, ...currency],
    bmps: byte(tags.serviceByte, command.serviceByte),
  };
}

const password = (digits: string | null): Lead[] =>
  digits === null ? [] : [{ name: 'password', value: encodeNumber(digits, 3) }];

const byte = (tag: number, value: number | null): Bmp[] =>
  value === null ? [] : [{ tag, value: Uint8Array.of(value) }];

const amount = (amountMinor: number | null): Bmp[] =>
  amountMinor === null ? [] : [{ tag: tags.amount, value: encodeAmount(amountMinor) }];

const receipt = (number: string | null): Bmp[] =>
  number === null ? [] : [{ tag: tags.receiptNumber, value: encodeNumber(number, 2) }];

const money = (command: Money): Bmp[] => [
  ...amount(command.amountMinor),
  ...(command.currency === null
    ? []
    : [{ tag: tags.currency, value: encodeCurrency(command.currency) }]),
  ...byte(tags.status, command.paymentType),
];

function display(command: Extract<TillCommand, { kind: 'showText' }>, set: CharacterSet): Bmp[] {
  const lines = command.lines.slice(0, limits.displayLinesMax);
  return [
    ...byte(tags.secondsShown, command.seconds),
    ...lines.map((line, index) => ({ tag: tags.firstLine + index, value: encodeText(line, set) })),
    ...byte(tags.beeps, command.beeps),
  ];
}

export type TillReading = Readonly<{
  /** Null for what is no command of this till; empty texts stand for what a message should have said. */
  command: TillCommand | null;
  faults: readonly string[];
}>;

/** Never throws. */
export function decodeTill(apdu: Apdu, set: CharacterSet = defaultSet): TillReading {
  const parts = splitParts(apdu);
  if (!kinds.has(apdu.command) && isTillsOwn(apdu.command)) {
    const other = { kind: 'other', control: apdu.command, data: hexOf(apdu.data) } as const;
    return { command: other, faults: parts.faults };
  }
  const command = readCommand(parts, set);
  const container = findBmp(parts.bmps, tags.tlv);
  const tlvs = container && readTlvs(container).items;
  return {
    command: command && tlvs ? { ...command, tlvs } : command,
    faults: parts.faults,
  };
}

function readCommand(parts: Parts, set: CharacterSet): TillCommand | null {
  if (parts.command.startsWith('84')) {
    return {
      kind: 'refuse',
      error: parts.command.slice(2),
      amountMinor: moneyOf(parts).amountMinor,
    };
  }
  const kind = kinds.get(parts.command);
  const password = hexOf(findLead(parts, 'password') ?? new Uint8Array());
  const serviceByte = byteOf(parts, tags.serviceByte);
  switch (kind) {
    case undefined:
      return null;
    case 'register': {
      const config = findLead(parts, 'config')?.[0] ?? 0;
      const currency = currencyOf(findLead(parts, 'currency'));
      return { kind, password, config, currency, serviceByte };
    }
    case 'authorise':
    case 'reserve':
      return { kind, ...moneyOf(parts) };
    case 'releaseReservation':
    case 'bookReservation':
      return { kind, receiptNumber: receiptOf(parts), ...moneyOf(parts) };
    case 'cancelReservation':
      return { kind, receiptNumber: receiptOf(parts) };
    case 'refund':
      return { kind, password, ...moneyOf(parts) };
    case 'reverse':
      return { kind, password, receiptNumber: receiptOf(parts) };
    case 'repeatReceipt':
      return { kind, password, serviceByte };
    case 'enquireStatus':
      return { kind, password: password === '' ? null : password, serviceByte };
    case 'endOfDay':
    case 'initialise':
      return { kind, password };
    case 'setClock':
      return {
        kind,
        password,
        date: digitsOf(parts, tags.fullDate),
        time: digitsOf(parts, tags.time),
      };
    case 'readCard':
    case 'showText':
    case 'changeBaudRate':
      return readDisplayOrReader(kind, parts, set);
    default:
      return { kind };
  }
}

function readDisplayOrReader(
  kind: 'readCard' | 'showText' | 'changeBaudRate',
  parts: Parts,
  set: CharacterSet,
): TillCommand {
  const first = findLead(parts, 'timeout')?.[0] ?? 0;
  if (kind === 'changeBaudRate') return { kind, rate: first };
  if (kind === 'readCard') {
    const cardType = byteOf(parts, tags.status);
    return { kind, timeoutS: first, cardType, dialog: byteOf(parts, tags.dialogControl) };
  }
  const lines = displayLines(parts, set);
  return {
    kind,
    seconds: byteOf(parts, tags.secondsShown),
    lines,
    beeps: byteOf(parts, tags.beeps),
  };
}

const byteOf = (parts: Parts, tag: number): number | null => findBmp(parts.bmps, tag)?.[0] ?? null;

const digitsOf = (parts: Parts, tag: number): string =>
  hexOf(findBmp(parts.bmps, tag) ?? new Uint8Array());

const receiptOf = (parts: Parts): string | null => digitsOf(parts, tags.receiptNumber) || null;

function moneyOf(parts: Parts): Money {
  const bytes = findBmp(parts.bmps, tags.amount);
  return {
    amountMinor: bytes && decodeAmount(bytes),
    currency: currencyOf(findBmp(parts.bmps, tags.currency)),
    paymentType: findBmp(parts.bmps, tags.status)?.[0] ?? null,
  };
}

const currencyOf = (bytes: Uint8Array | null): string | null =>
  bytes && bytes.length === 2 ? decodeCurrency(bytes) : null;

const displayLines = (parts: Parts, set: CharacterSet): string[] =>
  parts.bmps
    .filter(({ tag }) => tag >= tags.firstLine && tag < tags.firstLine + limits.displayLinesMax)
    .map(({ value }) => decodeText(value, set));

/** TLV 26 of a registration: the messages that the till takes, four hex digits each. Without it no 06 D3 comes. */
export const permittedMessages = (messages: readonly string[]): Tlv =>
  tlv(
    '26',
    messages.map((message) => tlv('0A', bytesOfHex(message))),
  );
