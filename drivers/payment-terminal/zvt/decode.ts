/**
 * `devices -- decode zvt` and `zvt-serial`: one APDU, or one frame of the serial line with its CRC. Hex comes out in upper case
 * without spaces; `bmps` and `tlv` are as on the wire, whatever they hold, because the technician has just typed it in; in
 * `fields` card numbers are masked.
 */
import { crc16Kermit } from '../../codecs/crc16.ts';
import type { Decoded } from '../../decode/decoded.ts';
import { hexOf, readApdu } from './apdu.ts';
import { hexTag } from './bmp.ts';
import { bmpKinds } from './bmp-table.ts';
import { readableFields } from './fields.ts';
import { type Parts, splitParts } from './parts.ts';
import { commandOf, type End } from './spec.ts';
import { containerOf } from './terminal-codec.ts';
import { defaultSet } from './text.ts';
import type { Tlv } from './tlv.ts';
import { tlvName } from './tlv-tags.ts';

/** `zvt`. Never throws. */
export function decodeZvt(bytes: Uint8Array): Decoded {
  const reading = readApdu(bytes);
  const apdu = hexOf(bytes);
  if (reading.kind === 'head-cut') {
    const errors = [`${bytes.length} bytes are too short for an APDU: no whole length`];
    return {
      ok: false,
      command: null,
      name: null,
      apdu,
      fields: {},
      bmps: {},
      tlv: {},
      names: {},
      errors,
    };
  }
  const { command } = reading.apdu;
  const known = commandOf(command);
  const parts = splitParts(reading.apdu);
  const errors = [...lengthErrors(reading), ...parts.faults];
  return {
    ok: errors.length === 0,
    command,
    name: known?.name ?? null,
    ...(known?.ends ? { ends: endTexts[known.ends] } : {}),
    apdu,
    length: reading.kind === 'apdu' ? reading.apdu.data.length : reading.declared,
    data: hexOf(reading.apdu.data),
    fields: readableFields(parts, defaultSet),
    bmps: bmpsOf(parts),
    tlv: tlvsOf(containerOf(parts)),
    names: namesOf(parts),
    ...(parts.rest.length > 0 ? { unread: hexOf(parts.rest) } : {}),
    errors,
  };
}

/** Of what a till says: when it is master again. */
const endTexts: Readonly<Record<End, string>> = {
  completion: '06 0F, or 06 1E',
  'completion-or-transparent': '06 0F, or 06 1E; nothing where 06 DD came before',
  answer: 'the first answer, 80 00 or 84 xx',
  entry: 'the first answer, once somebody has pressed something; 84 6C where nobody does',
  result: '04 0F and its 80 00, or 06 1E',
};

function lengthErrors(reading: ReturnType<typeof readApdu>): string[] {
  if (reading.kind !== 'length-wrong') return [];
  const { declared, present } = reading;
  return [`The length says ${declared} bytes of data, there are ${present}`];
}

type Nested = { [tag: string]: string | Nested | (string | Nested)[] };

const bmpsOf = (parts: Parts): Nested =>
  collect(parts.bmps.map(({ tag, value }) => [hexTag(tag), hexOf(value)]));

/** Of every tag in `bmps` and `tlv` that the tables have. */
function namesOf(parts: Parts): Record<string, string> {
  const bmps = parts.bmps.map(({ tag }) => [hexTag(tag), bmpKinds.get(tag)?.name] as const);
  const tlvs = allTags(containerOf(parts)).map((tag) => [tag, tlvName(tag)] as const);
  return Object.fromEntries(
    [...tlvs, ...bmps].flatMap(([tag, name]) => (name ? [[tag, name]] : [])),
  );
}

const allTags = (items: readonly Tlv[]): string[] =>
  items.flatMap((item) => [item.tag, ...allTags(item.children ?? [])]);

/** What holds TLVs is an object itself; a tag that comes several times is an array. */
const tlvsOf = (items: readonly Tlv[]): Nested =>
  collect(
    items.map((item) => [item.tag, item.children ? tlvsOf(item.children) : hexOf(item.value)]),
  );

function collect(entries: readonly (readonly [string, string | Nested])[]): Nested {
  const collected: Nested = {};
  for (const [tag, value] of entries) {
    const before = collected[tag];
    if (before === undefined) collected[tag] = value;
    else collected[tag] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return collected;
}

/** `zvt-serial`: `10 02 … 10 03 crc`, or a lone 06 or 15. Noise in front is told, not minded. Never throws. */
export function decodeZvtSerial(bytes: Uint8Array): Decoded {
  const control = bytes.length === 1 ? controls.get(bytes[0] ?? 0) : undefined;
  if (control !== undefined) {
    const nothing = {
      command: null,
      name: null,
      apdu: '',
      bmps: {},
      tlv: {},
      names: {},
      crc: null,
    };
    return { ok: true, ...nothing, fields: { control }, errors: [] };
  }
  const frame = readFrame(bytes);
  const decoded = decodeZvt(frame.apdu);
  const found = frame.crc;
  const expected = crc16Kermit(Uint8Array.from([...frame.apdu, etx]));
  const crcErrors =
    found === null || found === expected
      ? []
      : [`The CRC is ${crcHex(found)} and should be ${crcHex(expected)}`];
  const errors = [...frame.faults, ...crcErrors, ...decoded.errors];
  return {
    ...decoded,
    ok: errors.length === 0,
    crc: {
      ok: found === expected,
      expected: crcHex(expected),
      found: found === null ? null : crcHex(found),
    },
    ...(frame.noise.length > 0 ? { ignored: hexOf(frame.noise) } : {}),
    errors,
  };
}

const dle = 0x10;
const stx = 0x02;
const etx = 0x03;
const controls: ReadonlyMap<number, string> = new Map([
  [0x06, 'ACK'],
  [0x15, 'NAK'],
]);

/** As on the wire: low byte first. */
const crcHex = (crc: number): string => hexOf(Uint8Array.of(crc & 0xff, crc >> 8));

type Frame = Readonly<{
  noise: Uint8Array;
  /** Undoubled, as far as it goes. */
  apdu: Uint8Array;
  /** Null where the frame has none. */
  crc: number | null;
  faults: readonly string[];
}>;

/**
 * More forgiving than the framer of the line, to show what is in a broken frame: where a 10 should have been doubled it is
 * told and taken for itself. Rules: ../../codecs/dle-crc16.ts.
 */
function readFrame(bytes: Uint8Array): Frame {
  const start = bytes.findIndex((byte, at) => byte === dle && bytes[at + 1] === stx);
  if (start === -1) {
    const faults = ['There is no 10 02, so no frame begins'];
    return { noise: bytes, apdu: new Uint8Array(), crc: null, faults };
  }
  const noise = bytes.subarray(0, start);
  const apdu: number[] = [];
  const faults: string[] = [];
  for (let at = start + 2; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const next = bytes[at + 1];
    if (byte === dle && next === etx) {
      const end = endOf(bytes, at + 2);
      return {
        noise,
        apdu: Uint8Array.from(apdu),
        crc: end.crc,
        faults: [...faults, ...end.faults],
      };
    }
    if (byte === dle && next === dle) at += 1;
    else if (byte === dle) faults.push(`The 10 at offset ${at} is not doubled`);
    apdu.push(byte);
  }
  faults.push('The frame is cut short: there is no 10 03');
  return { noise, apdu: Uint8Array.from(apdu), crc: null, faults };
}

function endOf(bytes: Uint8Array, at: number): Readonly<{ crc: number | null; faults: string[] }> {
  const [low, high, ...more] = bytes.subarray(at);
  if (low === undefined || high === undefined) {
    return { crc: null, faults: ['The frame is cut short: the CRC is missing'] };
  }
  const faults = more.length === 0 ? [] : [`${more.length} bytes stand behind the frame`];
  return { crc: low + high * 0x100, faults };
}
