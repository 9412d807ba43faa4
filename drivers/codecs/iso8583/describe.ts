/**
 * A message in words, for the trace, the technician's page and logs. Card numbers, tracks, PIN blocks and keys are
 * masked; there is no way to ask for them.
 */
import { assertNever } from '../../../domain/basics/assert.ts';
import { maskPan } from '../../../domain/basics/mask.ts';
import { Iso8583Error } from './error.ts';
import type { FieldSpec, MessageSpec } from './field.ts';
import { decodeFrame } from './frame.ts';
import { type IsoMessage, locateFields } from './message.ts';

/** One line for the message, then one per field: `DE4 amount 000000012345`. */
export function describe(spec: MessageSpec, message: IsoMessage): string[] {
  const lines = Object.entries(message.fields).map(([number, value]) => {
    const row = spec[Number(number)];
    return row ? `DE${number} ${row.name} ${shown(row, value)}` : `DE${number} ••`;
  });
  return [`${message.mti} ${nameOf(message.mti)}`, ...lines];
}

export type PacketDescription = Readonly<{
  meaning: string;
  /** First byte and the one after the last, of what a person must not see. */
  hidden: ReadonlyArray<readonly [number, number]>;
  faulty: boolean;
}>;

/** Describes a packet as it was on the wire, its two length bytes included. Never throws. */
export function describePacket(spec: MessageSpec, wire: Uint8Array): PacketDescription {
  try {
    const { message } = decodeFrame(wire.subarray(lengthBytes));
    const messageAt = wire.length - message.length;
    const { mti, places } = locateFields(spec, message);
    const fields = Object.fromEntries(places.map((place) => [place.number, place.value]));
    return {
      meaning: describe(spec, { mti, fields }).join(' · '),
      hidden: places
        .filter((place) => spec[place.number]?.hidden !== undefined)
        .map((place) => [messageAt + place.valueAt, messageAt + place.end]),
      faulty: false,
    };
  } catch (error) {
    if (!(error instanceof Iso8583Error)) throw error;
    // What cannot be read may be anything, a card number too: only the frame around it is shown.
    return { meaning: error.message, hidden: [[frameBytes, wire.length]], faulty: true };
  }
}

const lengthBytes = 2;
/** Length, TPDU and head. */
const frameBytes = 13;

const names: Readonly<Record<string, string>> = {
  '02': 'sale',
  '04': 'reversal',
  '08': 'sign-on or echo',
};

function nameOf(mti: string): string {
  return `${names[mti.slice(0, 2)] ?? 'message'} ${mti.charAt(2) === '1' ? 'answer' : 'request'}`;
}

function shown(row: FieldSpec, value: string): string {
  switch (row.hidden) {
    case undefined:
      return row.encoding === 'text' ? value.replace(/[^\x20-\x7e]/g, '·') : value;
    case 'pan':
      return maskedPan(value);
    case 'track':
      return maskedPan(value.split('D')[0] ?? '');
    case 'all':
      return '••';
    default:
      return assertNever(row.hidden);
  }
}

function maskedPan(digits: string): string {
  return /^\d{12,19}$/.test(digits) ? maskPan(digits) : '••';
}
