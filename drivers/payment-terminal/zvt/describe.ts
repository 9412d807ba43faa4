/**
 * ZVT: one line of the trace, and which bytes of it a person must not see: passwords, card numbers and tracks, and what
 * nobody could read.
 */
import type { DleUnit } from '../../codecs/dle-crc16.ts';
import type { ByteRange } from '../../tap.ts';
import { type Apdu, hexOf, readApdu } from './apdu.ts';
import { findBmp, type PlacedBmp } from './bmp.ts';
import { bmpKinds, tags } from './bmp-table.ts';
import { errorText, terminalStatusText } from './error-ids.ts';
import { findLead, type Parts, splitParts } from './parts.ts';
import { commandOf } from './spec.ts';
import { statusText } from './status-texts.ts';
import { findTlvs, readTlvs } from './tlv.ts';
import { decodeAmount, decodeCurrency } from './values.ts';

export type Description = Readonly<{ meaning: string; hidden: readonly ByteRange[] }>;

/** Ranges are counted in `bytes`. Never throws. */
export function describeApdu(bytes: Uint8Array): Description {
  const reading = readApdu(bytes);
  if (reading.kind !== 'apdu') {
    return { meaning: 'an APDU of the wrong length', hidden: [[2, bytes.length]] };
  }
  const parts = splitParts(reading.apdu);
  const head = bytes.length - reading.apdu.data.length;
  const hidden = hiddenIn(parts, reading.apdu).map(
    ([from, to]): ByteRange => [from + head, to + head],
  );
  return { meaning: meaningOf(parts), hidden };
}

/** A unit of the serial line, with the ranges counted in its raw bytes. */
export function describeUnit(unit: DleUnit): Description {
  switch (unit.kind) {
    case 'control':
      return { meaning: unit.control.toUpperCase(), hidden: [] };
    case 'noise':
      return { meaning: `noise, ${unit.raw.length} bytes`, hidden: [[0, unit.raw.length]] };
    case 'bad-frame':
      return { meaning: `bad frame: ${unit.reason}`, hidden: [[2, unit.raw.length]] };
    case 'frame': {
      const { meaning, hidden } = describeApdu(unit.apdu);
      return { meaning, hidden: hidden.map((range) => inFrame(unit.apdu, range)) };
    }
  }
}

/** Behind 10 02, every 10 that stands before takes one byte more. */
function inFrame(apdu: Uint8Array, [from, to]: ByteRange): ByteRange {
  const place = (at: number): number =>
    2 + at + apdu.subarray(0, at).filter((byte) => byte === 0x10).length;
  return [place(from), place(to)];
}

function hiddenIn(parts: Parts, { data }: Apdu): ByteRange[] {
  const password = findLead(parts, 'password');
  const raw = findLead(parts, 'raw');
  return [
    ...(password ? [[0, password.length] as const] : []),
    // What makers and old commands say is in no table: it may be a password or a card as well as anything else.
    ...(raw ? [[0, raw.length] as const] : []),
    ...parts.bmps.filter(isSecret).map(({ at, value }) => [at, at + value.length] as const),
    // The tag that could not be read stays, for whoever looks it up.
    ...(parts.rest.length > 0 ? [[data.length - parts.rest.length + 1, data.length] as const] : []),
  ];
}

/** Track 2 equivalent, card numbers and their like inside a container: EMV Book 3 annex A, and ZVT's card identifications. */
const secretTlvs = ['56', '57', '5A', '5F20', '5F24', '9F1F', '9F20', '9F6B', '4C', '1F14', '1F45'];

const isSecret = ({ tag, value }: PlacedBmp): boolean =>
  bmpKinds.get(tag)?.secret === true ||
  (tag === tags.tlv &&
    secretTlvs.some((secret) => findTlvs(readTlvs(value).items, secret).length > 0));

function meaningOf(parts: Parts): string {
  const control = parts.command.replace(/^(..)/, '$1 ');
  const name = commandOf(parts.command)?.name ?? 'unknown command';
  const details = [detailOf(parts), ...numbersOf(parts), ...parts.faults.slice(0, 1)].filter(
    Boolean,
  );
  return details.length === 0 ? `${control} ${name}` : `${control} ${name}: ${details.join(', ')}`;
}

/** What the message itself says before any BMP. */
function detailOf(parts: Parts): string {
  const lead = (name: 'status' | 'error' | 'terminalStatus'): string | null => {
    const value = findLead(parts, name);
    return value && value.length > 0 ? hexOf(value) : null;
  };
  const status = lead('status');
  if (status !== null) return `${status} ${statusText(status)}`;
  const terminalStatus = lead('terminalStatus');
  if (terminalStatus !== null) return `${terminalStatus} ${terminalStatusText(terminalStatus)}`;
  const refusal = /^84(?!00)(..)$/.exec(parts.command)?.[1];
  const error = lead('error') ?? refusal;
  return error === undefined || error === null ? '' : `${error} ${errorText(error)}`;
}

function numbersOf(parts: Parts): string[] {
  const found = <Value>(tag: number, decode: (value: Uint8Array) => Value): Value | null => {
    const value = findBmp(parts.bmps, tag);
    return value && decode(value);
  };
  const result = found(tags.result, hexOf);
  const amount = found(tags.amount, decodeAmount);
  const currency = found(tags.currency, decodeCurrency);
  const receipt = found(tags.receiptNumber, hexOf);
  const trace = found(tags.traceNumber, hexOf);
  return [
    ...(result === null ? [] : [`result ${result} ${errorText(result)}`]),
    ...(amount === null ? [] : [`amount ${amount}${currency === null ? '' : ` ${currency}`}`]),
    ...(receipt === null ? [] : [`receipt ${receipt}`]),
    ...(trace === null ? [] : [`trace ${trace}`]),
  ];
}
