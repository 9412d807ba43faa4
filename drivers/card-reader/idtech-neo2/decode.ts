/** `decode idtech-neo2`: a command, an answer or an event, as it is or in a HID report. */
import { crc16CcittFalse } from '../../codecs/crc16.ts';
import { emvTagNames } from '../../codecs/emv-tags.ts';
import type { Decoded } from '../../decode/decoded.ts';
import { cardFields } from '../idtech-securemag/decode.ts';
import { decodeCard, maskedDigits, type Neo2Object } from './card.ts';
import { foldNeo2, frameStart, type Neo2Frame } from './codec.ts';
import { commands, eventHead, eventParts, reportIds, statuses } from './spec.ts';

export function decodeNeo2(bytes: Uint8Array): Decoded {
  const [first = 0] = bytes;
  const isReport = first >= reportIds.whole && first <= reportIds.last;
  const { state, frames } = foldNeo2(frameStart, isReport ? bytes.subarray(1) : bytes);
  const frame = frames[0];
  if (!frame) {
    const error = bytes.length === 0 ? 'no bytes' : 'shorter than it says';
    return { ok: false, fields: { length: bytes.length }, errors: [error] };
  }
  const { fields, errors } = read(frame);
  const all = [
    ...errors,
    ...(frames.length > 1 ? [`${frames.length - 1} more in the same bytes`] : []),
    ...(state.some((byte) => byte !== 0) ? [`${state.length} bytes after the frame`] : []),
  ];
  return { ok: all.length === 0, fields, errors: all };
}

type Read = Readonly<{ fields: Record<string, unknown>; errors: readonly string[] }>;

function read(frame: Neo2Frame): Read {
  switch (frame.kind) {
    case 'bad':
      return {
        fields: { length: frame.raw.length, ...(frame.reason === 'crc' ? headOf(frame.raw) : {}) },
        errors: [frame.reason === 'crc' ? 'the CRC is wrong' : `no frame: ${frame.reason}`],
      };
    case 'event':
      return { fields: { kind: 'event', ...eventFields(frame.data) }, errors: [] };
    case 'command':
      return {
        fields: {
          kind: 'command',
          command: hexByte(frame.command),
          subCommand: hexByte(frame.sub),
          name: nameOf(frame.command, frame.sub),
          dataLength: frame.data.length,
          data: hex(frame.data),
        },
        errors: [],
      };
    default:
      return answerFields(frame);
  }
}

/** Of a frame whose CRC is wrong: from whom it is cannot be told. */
function headOf(raw: Uint8Array): Record<string, unknown> {
  const crc = crc16CcittFalse(raw.subarray(0, -2));
  const due = hex(Uint8Array.of(crc >> 8, crc & 0xff));
  const found = hex(raw.subarray(-2));
  // Commands have their low byte first.
  const expected = [due, due.slice(2) + due.slice(0, 2)];
  if (raw[0] === eventHead[0]) return { kind: 'event', crc: { ok: false, expected: [due], found } };
  const [command = 0, second = 0] = raw.subarray(10, 12);
  return {
    command: hexByte(command),
    name: nameOf(command, second) ?? nameOf(command, null),
    crc: { ok: false, expected, found },
  };
}

function answerFields(frame: Extract<Neo2Frame, { kind: 'answer' }>): Read {
  const card =
    frame.command === commands.activate[0] && frame.data.length > 0 ? decodeCard(frame.data) : null;
  const head = {
    kind: 'response',
    command: hexByte(frame.command),
    status: hexByte(frame.status),
    statusName: statuses[frame.status] ?? null,
    name: nameOf(frame.command, null),
    dataLength: frame.data.length,
  };
  if (!card) return { fields: { ...head, data: hex(frame.data) }, errors: [] };
  return {
    fields: {
      ...head,
      attribution: hexByte(card.attribution),
      source: card.source,
      ksn: card.ksn,
      ...(card.stripe ? { stripe: cardFields(card.stripe) } : {}),
      objects: card.objects.map(shownObject),
    },
    errors: card.errors,
  };
}

/** Ciphertext and what is no card's in hex; a card's number only as the reader masked it. */
function shownObject({ tag, kind, value }: Neo2Object): Record<string, unknown> {
  const head = { tag, name: emvTagNames[tag] ?? null, kind, length: value.length };
  if (kind === 'masked') return { ...head, value: maskedDigits(value) };
  const isCard = ['57', '5A', '56', '9F6B', '9F1F', '9F20', 'DFEE23', 'FFEE13', 'FFEE14'].includes(
    tag,
  );
  return { ...head, value: kind === 'clear' && isCard ? null : hex(value) };
}

function eventFields(data: Uint8Array): Record<string, unknown> {
  const [part = 0, state = 0] = data;
  return { part: eventParts[part] ?? hexByte(part), state: hexByte(state), data: hex(data) };
}

function nameOf(command: number, sub: number | null): string | null {
  const known = Object.entries(commands).find(
    ([, [first, second]]) => first === command && (sub === null || second === sub),
  );
  return known?.[0] ?? null;
}

const hexByte = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
