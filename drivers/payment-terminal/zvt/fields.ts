/** ZVT: the parts of a message as values that a person reads, for `devices -- decode zvt`. What is not said is left out. */
import { hexOf } from './apdu.ts';
import { findBmp } from './bmp.ts';
import { tags } from './bmp-table.ts';
import { cardTypeText, technologyText, verificationText } from './card-texts.ts';
import { errorText, terminalStatusText } from './error-ids.ts';
import type { Lead, Parts } from './parts.ts';
import { type PrintedLine, printedBlock, printedLine, receiptKindOf } from './print.ts';
import { configBits, limits, registrationServiceBits, registrationStatusBits } from './spec.ts';
import { statusText } from './status-texts.ts';
import { containerOf, readAbort, readCompletion, textLines, tlvHex } from './terminal-codec.ts';
import { type CharacterSet, decodeText } from './text.ts';
import { findTlvs } from './tlv.ts';
import { readTransaction } from './transaction.ts';
import { decodeCurrency, maskedPanOf } from './values.ts';

export type Fields = Record<string, unknown>;

/** Never throws. */
export function readableFields(parts: Parts, set: CharacterSet): Fields {
  const fields = {
    ...said(byPlace(parts, set)),
    ...said(readTransaction(parts, set)),
    ...said(byTag(parts, set)),
    ...said(inContainer(parts, set)),
    ...said(printed(parts, set)),
  };
  return { ...fields, ...textsOf(fields) };
}

const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isSaid(value)));

const isSaid = (value: unknown): boolean =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

/** What ids of these fields mean. */
function textsOf({ result, cardType }: Readonly<Record<string, unknown>>): Fields {
  const named = typeof cardType === 'string' ? cardTypeText(cardType) : null;
  return {
    ...(typeof result === 'string' ? { resultText: errorText(result) } : {}),
    ...(named === null ? {} : { cardTypeText: named }),
  };
}

function byPlace(parts: Parts, set: CharacterSet): Fields {
  const refusal = /^84(?!00)(..)$/.exec(parts.command)?.[1];
  return Object.assign(
    refusal === undefined ? {} : { error: refusal, errorText: errorText(refusal) },
    ...parts.lead.map((lead) => leadFields(parts.command, lead, set)),
  );
}

function leadFields(command: string, { name, value }: Lead, set: CharacterSet): Fields {
  const hex = hexOf(value);
  switch (name) {
    case 'config':
      return { config: hex, configuration: namesOfBits(value[0] ?? 0, configBits) };
    case 'currency':
      return { currency: decodeCurrency(value) };
    case 'timeout':
      return timeoutFields(command, value);
    case 'status':
      return { status: hex, statusText: statusText(hex) };
    case 'error':
      return { error: hex, errorText: errorText(hex) };
    case 'version':
      return { softwareVersion: decodeText(value, 'din-66003') };
    case 'terminalStatus':
      return { terminalStatus: hex, terminalStatusText: terminalStatusText(hex) };
    case 'text':
      return textFields(value, set);
    default:
      return { [name]: hex };
  }
}

/** In minutes as BCD in 04 FF, in seconds in 06 C0; the byte of 08 40 and others is what it is. */
function timeoutFields(command: string, value: Uint8Array): Fields {
  const hex = hexOf(value);
  if (command === '04FF') return { timeoutMinutes: /^\d\d$/.test(hex) ? Number(hex) : hex };
  return command === '06C0' ? { timeoutS: value[0] } : { parameter: hex };
}

const otherSets = ['iso-8859-1', 'utf-8', 'din-66003'] as const;

/** A line does not say in which set it is written, so beside the agreed one stands what others would make of it. */
function textFields(value: Uint8Array, set: CharacterSet): Fields {
  const text = decodeText(value, set);
  const readings = otherSets
    .map((other) => [other, decodeText(value, other)] as const)
    .filter(([other, reading]) => reading !== text && isLikely(value, reading, other));
  return {
    text,
    ...(readings.length === 0 ? {} : { textInOtherSets: Object.fromEntries(readings) }),
  };
}

/** Nobody prints control characters, and a set of seven bits has no eighth. */
const isLikely = (value: Uint8Array, reading: string, set: CharacterSet): boolean =>
  !/[\x80-\x9f\ufffd]/.test(reading) && (set !== 'din-66003' || value.every((byte) => byte < 0x80));

const namesOfBits = (byte: number, bits: Readonly<Record<string, number>>): string[] =>
  Object.entries(bits)
    .filter(([, bit]) => (byte & bit) !== 0)
    .map(([name]) => name);

/** BMPs that `readTransaction` leaves aside. */
function byTag(parts: Parts, set: CharacterSet): Fields {
  const hex = (tag: number): string | null => {
    const value = findBmp(parts.bmps, tag);
    return value && hexOf(value);
  };
  const track = findBmp(parts.bmps, tags.track2);
  const serviceByte = findBmp(parts.bmps, tags.serviceByte)?.[0];
  const lines = parts.bmps
    .filter(({ tag }) => tag >= tags.firstLine && tag < tags.firstLine + limits.displayLinesMax)
    .map(({ value }) => decodeText(value, set));
  return {
    ...(track === null ? {} : { maskedPan: maskedPanOf(track) }),
    ...kindOfStatus(parts),
    cardExpiry: hex(tags.expiry),
    cardSequenceNumber: hex(tags.cardSequence),
    networkCardType: hex(tags.networkCardType),
    hostResult: hex(tags.hostResult),
    fullDate: hex(tags.fullDate),
    cardTimeout: hex(tags.timeout),
    statusInformationsMax: hex(tags.statusInformationsMax),
    pumpNumber: hex(tags.pumpNumber),
    dialogControl: hex(tags.dialogControl),
    secondsShown: findBmp(parts.bmps, tags.secondsShown)?.[0],
    beeps: findBmp(parts.bmps, tags.beeps)?.[0],
    serviceByte: hex(tags.serviceByte),
    service:
      parts.command === '0600' && serviceByte !== undefined
        ? namesOfBits(serviceByte, registrationServiceBits)
        : null,
    lines,
  };
}

/** BMP 19 means three things. */
function kindOfStatus(parts: Parts): Fields {
  const status = findBmp(parts.bmps, tags.status)?.[0];
  if (status === undefined) return {};
  const hex = hexOf(Uint8Array.of(status));
  if (parts.command === '06C0') return { cardTypeWanted: hex };
  if (parts.command !== '060F') return { paymentType: hex };
  return { registrationStatus: hex, registration: namesOfBits(status, registrationStatusBits) };
}

function inContainer(parts: Parts, set: CharacterSet): Fields {
  const items = containerOf(parts);
  const verification = tlvHex(items, '1F10');
  const technology = tlvHex(items, '1F12');
  const lines = textLines(items, set);
  return {
    cardholderVerification: verification,
    cardholderVerificationText: verification && verificationText(verification),
    cardTechnology: technology,
    cardTechnologyText: technology && technologyText(technology),
    online: tlvHex(items, '1F11'),
    applicationIds: findTlvs(items, '43').map(({ value }) => hexOf(value)),
    characterSet: tlvHex(items, '14'),
    permittedMessages: findTlvs(items, '0A').map(({ value }) => hexOf(value)),
    languages: findTlvs(items, '15').map(({ value }) => decodeText(value, 'din-66003')),
    longTraceNumber: tlvHex(items, '1F2B'),
    receipt: receiptKindOf(items),
    ...(lines.length === 0 ? {} : { lines }),
    ...ofTheEnd(parts, set),
  };
}

/** 06 0F and 06 1E. */
function ofTheEnd(parts: Parts, set: CharacterSet): Fields {
  if (parts.command === '061E') {
    const { receiptNumbers, extendedError, extendedText } = readAbort(parts, set);
    return {
      extendedError,
      extendedText,
      openReservations: receiptNumbers && (receiptNumbers.join(', ') || 'none'),
    };
  }
  if (parts.command !== '060F') return {};
  const { kind: _, registrationStatus: __, ...told } = readCompletion(parts);
  const { terminalStatus } = told;
  return {
    ...told,
    ...(terminalStatus === null ? {} : { terminalStatusText: terminalStatusText(terminalStatus) }),
  };
}

function printed(parts: Parts, set: CharacterSet): Fields {
  if (parts.command === '06D1') return styleFields(printedLine(parts, set).line);
  if (parts.command !== '06D3') return {};
  const { lines, receipt } = printedBlock(containerOf(parts), set);
  const end = lines.at(-1);
  return {
    receipt,
    lines: lines.filter((line) => !line.last).map((line) => line.text),
    ...(end?.last ? styleFields(end) : {}),
  };
}

function styleFields({ text: _, lineFeeds, indent, ...style }: PrintedLine): Fields {
  return {
    style: Object.entries(style).flatMap(([name, on]) => (on ? [name] : [])),
    indent: indent === 0 ? null : indent,
    lineFeeds: lineFeeds === 0 ? null : lineFeeds,
  };
}
