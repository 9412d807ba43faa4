/** crypto.md §6 and §7: data objects of chip cards, tracks, check digits. */
import { isLuhn } from '../../../domain/basics/check-digit.ts';
import { readDol, readTlv, type TlvObject, writeTlv } from '../../../drivers/codecs/emv-tlv.ts';
import {
  formatTrack2,
  isMonth,
  parseTrack1,
  parseTrack2,
  splitTracks,
} from '../../../drivers/codecs/track.ts';
import { decodeEmvTlv } from '../../../drivers/decode/emv-tlv.ts';
import { decodeTrack } from '../../../drivers/decode/track.ts';
import { upperHex } from '../../../drivers/emulators/keys.ts';
import { quoted } from '../vector-rows.ts';
import { bufferOf, type Checks, groups } from './check.ts';

export function dataObjects(cells: readonly string[]): Checks {
  const [input = '', expected = ''] = cells;
  const bytes = bufferOf(quoted(input));
  if (input.startsWith('DOL')) return [dol(bytes, expected)];
  const sw = decodeEmvTlv(bytes).sw;
  const body = sw === undefined ? bytes : bytes.subarray(0, -2);
  const { objects, errors } = readTlv(body);
  return [
    {
      what: 'objects',
      made: objects.map(notation).join(' '),
      wanted: wantedObjects(input, expected),
    },
    { what: 'no error', made: errors, wanted: [] },
    { what: 'written again', made: upperHex(writeTlv(objects)), wanted: upperHex(body) },
  ];
}

/** As the table writes it: `6F{84=… A5{88=01}}`. */
const notation = ({ tag, value, children }: TlvObject): string =>
  children ? `${tag}{${children.map(notation).join(' ')}}` : `${tag}=${upperHex(value)}`;

/** A format 1 answer is told in words: AIP and AFL. */
function wantedObjects(input: string, expected: string): string {
  const words = /tag 80 primitive: AIP ([0-9A-F]+), AFL ([0-9A-F ]+)/.exec(input);
  return words ? `80=${words[1]}${words[2]?.replace(/ /g, '')}` : expected;
}

function dol(bytes: Buffer, expected: string): Checks[number] {
  const entries = readDol(bytes) ?? [];
  const total = entries.reduce((sum, { length }) => sum + length, 0);
  const list = entries.map(({ tag, length }) => `${tag}(${length})`).join(' ');
  return { what: 'list', made: `list: ${list} = ${total} bytes`, wanted: expected };
}

export function tracks(cells: readonly string[]): Checks {
  const [input, expected = ''] = cells;
  const text = quoted(input);
  if (/^Luhn /.test(expected)) {
    return [{ what: expected, made: isLuhn(text), wanted: !expected.includes('INVALID') }];
  }
  if (expected.includes('read error')) {
    return [{ what: 'read error', made: splitTracks(text)[0]?.content, wanted: null }];
  }
  const decoded = decodeTrack(Buffer.from(text)).fields;
  const read = readOne(text);
  const made = { ...read, lrc: decoded.lrc, expires: isMonth(read?.expiry ?? '') };
  const told = Object.entries(wantedFields(expected, text));
  return [
    ...told.map(([name, wanted]) => ({
      what: name,
      made: made[name as keyof typeof made],
      wanted,
    })),
    ...(text.startsWith(';') && read
      ? [{ what: 'written again', made: formatTrack2(read), wanted: text }]
      : []),
  ];
}

const readOne = (text: string) => {
  const content = splitTracks(text)[0]?.content ?? text;
  return parseTrack1(content) ?? parseTrack2(content);
};

/** What the table says of a track in words; the number at least, which begins the track. */
function wantedFields(expected: string, text: string): Record<string, unknown> {
  const told = (pattern: RegExp): string | undefined => pattern.exec(expected)?.[1];
  const [pan] = groups(/^\D*(\d+)/, text);
  return {
    pan: told(/PAN (\d+)/) ?? pan,
    ...defined('name', told(/name ([^,]+)/)),
    ...defined('expiry', told(/expiry (?:20(?=\d\d-))?(\d\d-?\d\d)/)?.replace('-', '')),
    ...defined('service', told(/service (\d{3})/)),
    ...defined('discretionary', told(/discretionary (\d+)/)),
    ...defined('lrc', told(/LRC character "(.)"/)),
    ...(expected.includes('invalid date') ? { expires: false } : {}),
  };
}

const defined = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };
