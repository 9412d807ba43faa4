/** `decode emv-tlv`: data objects of a chip card or a reader by tag, with their names beside. */
import { emvTagNames } from '../codecs/emv-tags.ts';
import { readDol, readTlv, type TlvObject } from '../codecs/emv-tlv.ts';
import { isTestCard, maskedTrack, shownPan } from '../codecs/shown-card.ts';
import { parseTrack2 } from '../codecs/track.ts';
import type { Decoded } from './decoded.ts';

export type DecodedObject = Readonly<{
  tag: string;
  name: string | null;
  length: number;
  /** Upper-case hex, card numbers masked; null for an object that holds others. */
  value: string | null;
  text?: string;
  children?: readonly DecodedObject[];
  /** Application Interchange Profile and File Locator of an answer to GET PROCESSING OPTIONS in format 1. */
  aip?: string;
  afl?: readonly string[];
  /** Of a tag that holds a list of tags and lengths. */
  dol?: readonly Readonly<{ tag: string; name: string | null; length: number }>[];
}>;

/** Answers of a card end with it; the two bytes would read as an empty object. */
const statusWord = /(?:90|6[1-9A-F])[0-9A-F]{2}$/;
const dolTags = new Set(['8C', '8D', '97', '9F38', '9F49']);
/** Their text is plain ASCII. */
const textTags = new Set(['50', '5F20', '5F2D', '84', '9F0B', '9F12', '9F1C', '9F1E']);

export function decodeEmvTlv(bytes: Uint8Array): Decoded {
  if (bytes.length === 0) return { ok: false, fields: {}, errors: ['no bytes'] };
  const whole = readTlv(bytes);
  const answer = readAnswer(bytes);
  if (answer) {
    return decoded(answer.objects, [], { sw: answer.sw });
  }
  const dol = whole.errors.length > 0 ? knownDol(bytes) : null;
  if (dol) {
    const length = dol.reduce((total, each) => total + each.length, 0);
    return { ok: true, fields: { dol: dol.map(named), length }, errors: [] };
  }
  return decoded(whole.objects, whole.errors, {});
}

function decoded(
  objects: readonly TlvObject[],
  errors: readonly string[],
  more: Readonly<Record<string, unknown>>,
): Decoded {
  return {
    ok: errors.length === 0,
    fields: byTag(objects),
    tlv: objects.map(shown),
    ...more,
    errors,
  };
}

/** Objects and then a status word, both whole. */
function readAnswer(
  bytes: Uint8Array,
): Readonly<{ objects: readonly TlvObject[]; sw: string }> | null {
  const sw = /^[0-9A-F]*$/.test(hex(bytes))
    ? statusWord.exec(hex(bytes.subarray(-2)))?.[0]
    : undefined;
  if (!sw || bytes.length <= 2) return null;
  const body = readTlv(bytes.subarray(0, -2));
  return body.errors.length === 0 && body.objects.length > 0 ? { objects: body.objects, sw } : null;
}

/** A list of known primitive tags with lengths: bytes that are no objects may look like a DOL by chance. */
function knownDol(bytes: Uint8Array): ReturnType<typeof readDol> {
  const dol = readDol(bytes);
  return dol && dol.length > 1 && dol.every(isListed) ? dol : null;
}

const isListed = ({ tag, length }: Readonly<{ tag: string; length: number }>): boolean =>
  tag in emvTagNames && length > 0 && (Number.parseInt(tag.slice(0, 2), 16) & 0x20) === 0;

/** Every tag, however deep; of a tag that comes more than once, the first. */
function byTag(objects: readonly TlvObject[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const each of objects) {
    const inner = each.children ? byTag(each.children) : null;
    fields[each.tag] ??= inner ?? shownValue(each);
    for (const [name, value] of Object.entries(processingOptions(each))) fields[name] ??= value;
    for (const [tag, value] of Object.entries(inner ?? {})) fields[tag] ??= value;
  }
  return fields;
}

function shown(object: TlvObject): DecodedObject {
  const { tag, value, children } = object;
  const text = textTags.has(tag) ? printable(value) : null;
  const dol = dolTags.has(tag) ? readDol(value) : null;
  return {
    tag,
    name: emvTagNames[tag] ?? null,
    length: value.length,
    value: children ? null : shownValue(object),
    ...(text === null ? {} : { text }),
    ...(children ? { children: children.map(shown) } : {}),
    ...processingOptions(object),
    ...(dol ? { dol: dol.map(named) } : {}),
  };
}

/**
 * EMV Book 3, 6.5.8.4 and 10.2: two bytes AIP, then the AFL in fours: SFI in the high five bits, first and last record,
 * how many of them are signed. Tag 80 also holds answers of other commands, which read otherwise.
 */
function processingOptions({ tag, value }: TlvObject): Readonly<{ aip?: string; afl?: string[] }> {
  const start = tag === '80' ? 2 : 0;
  if ((tag !== '80' && tag !== '94') || value.length <= start) return {};
  if ((value.length - start) % 4 !== 0) return {};
  const afl: string[] = [];
  for (let at = start; at < value.length; at += 4) {
    const [sfi = 0, first = 0, last = 0] = value.subarray(at, at + 4);
    if ((sfi & 7) !== 0 || sfi === 0 || first === 0 || last < first) return {};
    afl.push(hex(value.subarray(at, at + 4)));
  }
  return { ...(tag === '80' ? { aip: hex(value.subarray(0, 2)) } : {}), afl };
}

/** Card numbers and tracks as they may be seen, all else as it is. */
function shownValue({ tag, value }: TlvObject): string {
  const digits = hex(value);
  switch (tag) {
    case '5A':
      // What is no number needs no mask.
      if (!/^\d{8,19}F*$/.test(digits)) return digits;
      return shownPan(digits.replace(/F+$/, '')) + (/F+$/.exec(digits)?.[0] ?? '');
    case '57':
    case '9F6B': {
      const pan = parseTrack2(digits)?.pan ?? '';
      return isTestCard(pan) ? digits : maskedTrack(digits.replace('D', '=')).replace('=', 'D');
    }
    case '56':
    case '9F1F':
    case '9F20':
    case '99':
    case 'FFEE13':
    case 'FFEE14':
    case 'DFEE23':
      return '*'.repeat(digits.length);
    default:
      return digits;
  }
}

const named = ({ tag, length }: Readonly<{ tag: string; length: number }>) => ({
  tag,
  name: emvTagNames[tag] ?? null,
  length,
});

function printable(value: Uint8Array): string | null {
  const text = Buffer.from(value).toString('latin1');
  return /^[\x20-\x7e]*$/.test(text) ? text : null;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
