/**
 * BER-TLV as EMV uses it: bytes ↔ data objects, and lists of tags with lengths (DOL). No I/O.
 *
 * Source: EMV 4.3 Book 3, Annex B (tags of up to four bytes here, lengths 00–7F, 81 xx, 82 xx xx and so on; the
 * indefinite length 80 does not exist) and §5.4 (DOL). Bytes 00 between objects are padding.
 */

export type TlvObject = Readonly<{
  /** Upper-case hex. */
  tag: string;
  value: Uint8Array;
  /** Null for a primitive object. */
  children: readonly TlvObject[] | null;
}>;

export type TlvReading = Readonly<{
  objects: readonly TlvObject[];
  /** One sentence each, with the offset; what was read before stands in `objects`. */
  errors: readonly string[];
}>;

export type DolEntry = Readonly<{ tag: string; length: number }>;

/** Templates within templates: no card nests deeper than four. */
const depthMax = 8;
const tagBytesMax = 4;
const lengthBytesMax = 4;

/** Reads every object of `bytes`. Never throws. */
export function readTlv(bytes: Uint8Array): TlvReading {
  const errors: string[] = [];
  return { objects: readObjects(bytes, 0, 0, errors), errors };
}

function readObjects(
  bytes: Uint8Array,
  start: number,
  depth: number,
  errors: string[],
): TlvObject[] {
  const objects: TlvObject[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === 0) {
      at += 1;
      continue;
    }
    const head = readHead(bytes, at);
    if ('error' in head) {
      errors.push(`${head.error} at byte ${start + at}`);
      break;
    }
    const value = bytes.slice(head.valueAt, head.valueAt + head.length);
    if (value.length < head.length) {
      errors.push(
        `tag ${head.tag} at byte ${start + at} says ${head.length} bytes, ${value.length} are left`,
      );
      break;
    }
    const nested = ((bytes[at] ?? 0) & 0x20) !== 0 && depth < depthMax;
    const children = nested ? readObjects(value, start + head.valueAt, depth + 1, errors) : null;
    objects.push({ tag: head.tag, value, children });
    at = head.valueAt + head.length;
  }
  return objects;
}

type Head = Readonly<{ tag: string; length: number; valueAt: number }>;

function readHead(bytes: Uint8Array, at: number): Head | Readonly<{ error: string }> {
  const tagEnd = endOfTag(bytes, at);
  if (tagEnd === null) return { error: 'tag without end' };
  const tag = upperHex(bytes.subarray(at, tagEnd));
  const first = bytes[tagEnd];
  if (first === undefined) return { error: `tag ${tag} without length` };
  if (first < 0x80) return { tag, length: first, valueAt: tagEnd + 1 };
  const count = first - 0x80;
  if (count === 0) return { error: `tag ${tag} with an indefinite length` };
  const digits = bytes.subarray(tagEnd + 1, tagEnd + 1 + count);
  if (count > lengthBytesMax) return { error: `tag ${tag} with a length of ${count} bytes` };
  if (digits.length < count) return { error: `tag ${tag} with a length that is cut off` };
  const length = digits.reduce((total, digit) => total * 256 + digit, 0);
  return { tag, length, valueAt: tagEnd + 1 + count };
}

/** Null for a tag that is cut off or longer than any. */
function endOfTag(bytes: Uint8Array, at: number): number | null {
  const first = bytes[at];
  if (first === undefined) return null;
  if ((first & 0x1f) !== 0x1f) return at + 1;
  for (let end = at + 1; end < at + tagBytesMax; end += 1) {
    const byte = bytes[end];
    if (byte === undefined) return null;
    if ((byte & 0x80) === 0) return end + 1;
  }
  return null;
}

/** Objects → bytes; `value` of an object with children is made of them. */
export function writeTlv(
  objects: readonly Readonly<{
    tag: string;
    value?: Uint8Array;
    children?: readonly TlvObject[] | null;
  }>[],
): Uint8Array {
  return Uint8Array.from(
    objects.flatMap(({ tag, value, children }) => {
      const body = children ? writeTlv(children) : (value ?? new Uint8Array(0));
      return [...Buffer.from(tag, 'hex'), ...writeLength(body.length), ...body];
    }),
  );
}

function writeLength(length: number): number[] {
  if (length < 0x80) return [length];
  const digits: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256);
  return [0x80 + digits.length, ...digits];
}

/** Tags with one-byte lengths, as in 9F38 and 8C; null for bytes that are no such list. */
export function readDol(bytes: Uint8Array): DolEntry[] | null {
  const entries: DolEntry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tagEnd = endOfTag(bytes, at);
    const length = tagEnd === null ? undefined : bytes[tagEnd];
    if (tagEnd === null || length === undefined) return null;
    entries.push({ tag: upperHex(bytes.subarray(at, tagEnd)), length });
    at = tagEnd + 1;
  }
  return entries;
}

/** The first object with this tag, however deep. */
export function findTlv(objects: readonly TlvObject[], tag: string): TlvObject | null {
  for (const each of objects) {
    if (each.tag === tag) return each;
    const inner = each.children && findTlv(each.children, tag);
    if (inner) return inner;
  }
  return null;
}

const upperHex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
