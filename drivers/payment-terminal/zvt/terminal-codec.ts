/**
 * ZVT: what a terminal says, parts ↔ values (PA00P015: 04 FF, 04 0F, 06 D1, 06 D3, 06 0F, 06 1E, 80 00, 84 xx). The terminal's
 * numbers keep their leading zeros; ids and statuses are two upper-case hex digits.
 */
import { assertNever } from '../../../domain/basics/assert.ts';
import { type Apdu, bytesOfHex, encodeApdu, hexOf } from './apdu.ts';
import { type Bmp, findBmp } from './bmp.ts';
import { tags } from './bmp-table.ts';
import { findLead, joinParts, type Lead, type Parts, splitParts } from './parts.ts';
import {
  encodeBlock,
  encodeLine,
  type PrintedLine,
  printedBlock,
  printedLine,
  type ReceiptKind,
  receiptItems,
} from './print.ts';
import { noReceiptNumber } from './spec.ts';
import { type CharacterSet, decodeText, defaultSet, encodeText } from './text.ts';
import { encodeTlvs, findTlvs, readTlvLength, readTlvs, type Tlv, tlv } from './tlv.ts';
import { readTransaction, type Transaction, writeTransaction } from './transaction.ts';
import { decodeCurrency, encodeCurrency, encodeNumber, trimmed } from './values.ts';

export type TerminalMessage =
  /** 80 00, and 84 00 which counts as the same; `said` is what it carries, upper-case hex: a key, a number, a MAC. */
  | Readonly<{ kind: 'accepted'; said?: string }>
  /** 84 xx. */
  | Readonly<{ kind: 'refused'; error: string }>
  /**
   * 04 FF: a sign of life. `timeoutMinutes` is the new T4 where the terminal gives one; zero means none. With lines it is
   * always on the wire (3.7).
   */
  | Readonly<{
      kind: 'intermediate';
      status: string;
      timeoutMinutes: number | null;
      lines: readonly string[];
    }>
  /** 04 0F. `lines` are for the cashier (TLV 24). */
  | Readonly<{ kind: 'result'; transaction: Transaction; lines: readonly string[] }>
  /** 06 D1. */
  | Readonly<{ kind: 'printLine'; line: PrintedLine; receipt: ReceiptKind | null }>
  /** 06 D3. */
  | Readonly<{ kind: 'printBlock'; receipt: ReceiptKind | null; lines: readonly PrintedLine[] }>
  /** 06 0F. */
  | Completion
  /** 06 1E. */
  | Abort;

export type Completion = Readonly<{
  kind: 'completion';
  /** After 06 00: bits of BMP 19, see `registrationStatusBits`. */
  registrationStatus: number | null;
  /** After 05 01. */
  terminalStatus: string | null;
  softwareVersion: string | null;
  /** BMP 27: `E0` asks for remote maintenance. */
  result: string | null;
  terminalId: string | null;
  currency: string | null;
  /** TLV E4: 1F40, 1F42. */
  deviceName: string | null;
  serialNumber: string | null;
  /** TLV 34: `YYYYMMDD` and `hhmmss` of the terminal's clock. */
  date: string | null;
  time: string | null;
}>;

export type Abort = Readonly<{
  kind: 'abort';
  /** Null where the terminal names none. */
  error: string | null;
  /** Open reservations (B8 to 06 23): empty for none, null where the terminal does not say. */
  receiptNumbers: readonly string[] | null;
  /** TLV 1F16 and 1F17: the maker's own. */
  extendedError: string | null;
  extendedText: string | null;
  /** The terminal's own, after 6F. */
  currency: string | null;
}>;

export type TerminalReading = Readonly<{
  /** Null for what no terminal says on its own. */
  message: TerminalMessage | null;
  /** What could not be read, one sentence each; the message holds what could. */
  faults: readonly string[];
}>;

/** Never throws. */
export function decodeTerminal(apdu: Apdu, set: CharacterSet = defaultSet): TerminalReading {
  const parts = splitParts(apdu);
  return { message: readMessage(apdu, parts, set), faults: parts.faults };
}

function readMessage({ data }: Apdu, parts: Parts, set: CharacterSet): TerminalMessage | null {
  switch (parts.command) {
    case '8000':
    case '8400':
      return data.length === 0 ? { kind: 'accepted' } : { kind: 'accepted', said: hexOf(data) };
    case '04FF':
      return readIntermediate(parts, set);
    case '040F':
      return {
        kind: 'result',
        transaction: readTransaction(parts, set),
        lines: textLines(containerOf(parts), set),
      };
    case '06D1':
      return { kind: 'printLine', ...printedLine(parts, set) };
    case '06D3':
      return { kind: 'printBlock', ...printedBlock(containerOf(parts), set) };
    case '060F':
      return readCompletion(parts);
    case '061E':
      return readAbort(parts, set);
    default:
      return parts.command.startsWith('84')
        ? { kind: 'refused', error: parts.command.slice(2) }
        : null;
  }
}

/** The TLVs of BMP 06, as far as they can be read: also those of a container whose length is too long. */
export function containerOf(parts: Pick<Parts, 'bmps' | 'rest'>): readonly Tlv[] {
  const value = findBmp(parts.bmps, tags.tlv) ?? cutContainer(parts.rest);
  return value === null ? [] : readTlvs(value).items;
}

function cutContainer(rest: Uint8Array): Uint8Array | null {
  const length = rest[0] === tags.tlv ? readTlvLength(rest, 1) : null;
  return length && rest.subarray(1 + length.size);
}

function readIntermediate(parts: Parts, set: CharacterSet): TerminalMessage {
  const timeout = findLead(parts, 'timeout');
  const minutes = timeout === null ? Number.NaN : Number(hexOf(timeout));
  return {
    kind: 'intermediate',
    status: hexOf(findLead(parts, 'status') ?? new Uint8Array()) || '00',
    timeoutMinutes: Number.isInteger(minutes) ? minutes : null,
    lines: textLines(containerOf(parts), set),
  };
}

/** Tags 07 in tags 24, line feeds within them taken as line ends. */
export const textLines = (items: readonly Tlv[], set: CharacterSet): readonly string[] =>
  findTlvs(items, '24')
    .flatMap((text) => findTlvs(text.children ?? [], '07'))
    .flatMap((line) => decodeText(line.value, set).split(/\r\n|\r|\n/));

/** 06 0F. */
export function readCompletion(parts: Parts): Completion {
  const items = containerOf(parts);
  const hex = (tag: number): string | null => hexOrNull(findBmp(parts.bmps, tag));
  const currency = findBmp(parts.bmps, tags.currency);
  const version = findLead(parts, 'version');
  return {
    kind: 'completion',
    registrationStatus: findBmp(parts.bmps, tags.status)?.[0] ?? null,
    terminalStatus: hexOrNull(findLead(parts, 'terminalStatus')) ?? tlvHex(items, '1F43'),
    softwareVersion: version ? asciiOf(version) : tlvText(items, '1F41'),
    result: hex(tags.result),
    terminalId: hex(tags.terminalId) ?? tlvHex(items, '1F44'),
    currency: currency && decodeCurrency(currency),
    deviceName: tlvText(items, '1F40'),
    serialNumber: tlvHex(items, '1F42'),
    date: tlvHex(items, '1F0E'),
    time: tlvHex(items, '1F0F'),
  };
}

/** 06 1E. */
export function readAbort(parts: Parts, set: CharacterSet): Abort {
  const items = containerOf(parts);
  const numbers = [
    ...parts.bmps.filter((bmp) => bmp.tag === tags.receiptNumber).map((bmp) => bmp.value),
    ...findTlvs(items, '23')
      .flatMap((list) => findTlvs(list.children ?? [], '08'))
      .map((item) => item.value),
  ];
  const currency = findLead(parts, 'currency') ?? findBmp(parts.bmps, tags.currency);
  const text = findTlvs(items, '1F17')[0];
  return {
    kind: 'abort',
    error: hexOrNull(findLead(parts, 'error')),
    receiptNumbers:
      numbers.length === 0
        ? null
        : numbers.map(hexOf).filter((number) => number !== noReceiptNumber),
    extendedError: tlvHex(items, '1F16'),
    extendedText: text ? trimmed(decodeText(text.value, set)) : null,
    currency: currency && decodeCurrency(currency),
  };
}

const hexOrNull = (bytes: Uint8Array | null): string | null => bytes && hexOf(bytes);

/** The first value of that tag, at any depth, as upper-case hex. */
export function tlvHex(items: readonly Tlv[], tag: string): string | null {
  return hexOrNull(findTlvs(items, tag)[0]?.value ?? null);
}

function tlvText(items: readonly Tlv[], tag: string): string | null {
  const value = findTlvs(items, tag)[0]?.value;
  return value ? asciiOf(value) : null;
}

const asciiOf = (bytes: Uint8Array): string => trimmed(decodeText(bytes, 'din-66003'));

const controls = {
  accepted: '8000',
  intermediate: '04FF',
  result: '040F',
  printLine: '06D1',
  printBlock: '06D3',
  completion: '060F',
  abort: '061E',
} as const;

/** The control field, four upper-case hex digits. */
export const controlOfMessage = (message: TerminalMessage): string =>
  message.kind === 'refused' ? `84${message.error}` : controls[message.kind];

/** As an emulated terminal sends it, the whole APDU. Throws RangeError for a value that its field cannot hold. */
export function encodeTerminal(
  message: TerminalMessage,
  set: CharacterSet = defaultSet,
): Uint8Array {
  const { lead = [], bmps = [], items = [] } = partsOf(message, set);
  const container = items.length === 0 ? [] : [{ tag: tags.tlv, value: encodeTlvs(items) }];
  const all = [...bmps, ...container];
  return encodeApdu(joinParts({ command: controlOfMessage(message), lead, bmps: all }));
}

type Written = Readonly<{
  lead?: readonly Lead[];
  bmps?: readonly Bmp[];
  items?: readonly Tlv[];
}>;

function partsOf(message: TerminalMessage, set: CharacterSet): Written {
  switch (message.kind) {
    case 'accepted':
      return { lead: message.said ? [{ name: 'raw', value: bytesOfHex(message.said) }] : [] };
    case 'refused':
      return {};
    case 'intermediate':
      return intermediateParts(message, set);
    case 'result':
      return {
        bmps: writeTransaction(message.transaction, set),
        items: textItems(message.lines, set),
      };
    case 'printLine': {
      const line = encodeLine(message.line, set);
      const items = receiptItems(message.receipt);
      return { lead: [{ name: 'text', value: line }], items };
    }
    case 'printBlock':
      return { items: encodeBlock(message.receipt, message.lines, set) };
    case 'completion':
      return completionParts(message);
    case 'abort':
      return abortParts(message, set);
    default:
      return assertNever(message);
  }
}

/** T4 as it is unless somebody sets it. */
const t4Minutes = 3;

function intermediateParts(
  message: Extract<TerminalMessage, { kind: 'intermediate' }>,
  set: CharacterSet,
): Written {
  const { status, lines } = message;
  const minutes = message.timeoutMinutes ?? (lines.length === 0 ? null : t4Minutes);
  const lead: Lead[] = [{ name: 'status', value: bytesOfHex(status) }];
  if (minutes !== null) lead.push({ name: 'timeout', value: encodeNumber(String(minutes), 1) });
  return { lead, items: textItems(lines, set) };
}

const textItems = (lines: readonly string[], set: CharacterSet): Tlv[] =>
  lines.length === 0
    ? []
    : [
        tlv(
          '24',
          lines.map((line) => tlv('07', encodeText(line, set))),
        ),
      ];

function completionParts(message: Completion): Written {
  const hexTlv = (tag: string, value: string | null): Tlv[] =>
    value === null ? [] : [tlv(tag, bytesOfHex(value))];
  const bmp = (tag: number, value: Uint8Array | null): Bmp[] =>
    value === null ? [] : [{ tag, value }];
  const { softwareVersion, terminalStatus, registrationStatus, terminalId, currency } = message;
  const lead: Lead[] = [];
  if (softwareVersion !== null) {
    lead.push({ name: 'version', value: encodeText(softwareVersion, 'din-66003') });
  }
  if (terminalStatus !== null) {
    lead.push({ name: 'terminalStatus', value: bytesOfHex(terminalStatus) });
  }
  const name = message.deviceName;
  const device = [
    ...(name === null ? [] : [tlv('1F40', encodeText(name, 'din-66003'))]),
    ...hexTlv('1F42', message.serialNumber),
  ];
  const clock = [...hexTlv('1F0E', message.date), ...hexTlv('1F0F', message.time)];
  // Behind a status only the container may follow; the terminal's number stands in it then.
  const inContainer = lead.length > 0;
  return {
    lead,
    bmps: [
      ...bmp(tags.result, message.result === null ? null : bytesOfHex(message.result)),
      ...bmp(tags.status, registrationStatus === null ? null : Uint8Array.of(registrationStatus)),
      ...bmp(tags.terminalId, terminalId && !inContainer ? encodeNumber(terminalId, 4) : null),
      ...bmp(tags.currency, currency === null ? null : encodeCurrency(currency)),
    ],
    items: [
      ...hexTlv('1F44', inContainer ? terminalId : null),
      ...(device.length === 0 ? [] : [tlv('E4', device)]),
      ...(clock.length === 0 ? [] : [tlv('34', clock)]),
    ],
  };
}

function abortParts(message: Abort, set: CharacterSet): Written {
  const { error, receiptNumbers, extendedError, extendedText, currency } = message;
  const open = receiptNumbers?.length === 0 ? [noReceiptNumber] : (receiptNumbers ?? []);
  const [first, ...others] = open.map((number) => encodeNumber(number, 2));
  return {
    lead: [
      ...(error === null ? [] : [{ name: 'error' as const, value: bytesOfHex(error) }]),
      ...(currency === null
        ? []
        : [{ name: 'currency' as const, value: encodeCurrency(currency) }]),
    ],
    bmps: first ? [{ tag: tags.receiptNumber, value: first }] : [],
    items: [
      ...(others.length === 0
        ? []
        : [
            tlv(
              '23',
              others.map((number) => tlv('08', number)),
            ),
          ]),
      ...(extendedError === null ? [] : [tlv('1F16', bytesOfHex(extendedError))]),
      ...(extendedText === null ? [] : [tlv('1F17', encodeText(extendedText, set))]),
    ],
  };
}
