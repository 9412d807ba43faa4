/**
 * ZVT: the contents of a TLV container (BMP 06) ↔ values. Tags as in BER: `1F`, `3F`, … go on while bit 8 is set; bit 6 says
 * that the value holds TLVs itself. Lengths 00–7F, `81 xx`, `82 xx xx` (PA00P015, "TLV-Container").
 */
import { bytesOfHex, hexOf } from './apdu.ts';

export type Tlv = Readonly<{
  /** Upper-case hex, `1F07`. */
  tag: string;
  value: Uint8Array;
  /** What a constructed value holds; null for a primitive one, or where it could not be read. */
  children: readonly Tlv[] | null;
}>;

export type TlvTag = Readonly<{
  tag: string;
  /** Bytes of the tag. */
  size: number;
  tagClass: 'universal' | 'application' | 'context' | 'private';
  constructed: boolean;
  number: number;
}>;

export type TlvList = Readonly<{
  items: readonly Tlv[];
  /** One sentence each; offsets are counted from the start of the container's value. */
  faults: readonly string[];
}>;

const classes = ['universal', 'application', 'context', 'private'] as const;
/** No tag of the specification has more than three bytes. */
const tagBytesMax = 4;
/** Six-deep nesting is seen in tests; a container of nothing but heads would nest thirty thousand deep. */
const depthMax = 16;

/** Null where no whole tag stands at `at`. */
export function readTlvTag(bytes: Uint8Array, at: number): TlvTag | null {
  const first = bytes[at];
  if (first === undefined) return null;
  const head = { tagClass: classes[first >> 6] ?? 'universal', constructed: (first & 0x20) !== 0 };
  if ((first & 0x1f) !== 0x1f) {
    return { ...head, tag: hexOf(Uint8Array.of(first)), size: 1, number: first & 0x1f };
  }
  let number = 0;
  for (let size = 2; size <= tagBytesMax; size += 1) {
    const next = bytes[at + size - 1];
    if (next === undefined) return null;
    number = number * 128 + (next & 0x7f);
    if (next < 0x80) return { ...head, tag: hexOf(bytes.subarray(at, at + size)), size, number };
  }
  return null;
}

/** `bytes` of the value and `size` of the length itself; null where no whole length stands at `at`. */
export function readTlvLength(
  bytes: Uint8Array,
  at: number,
): Readonly<{ bytes: number; size: number }> | null {
  const [first, second, third] = bytes.subarray(at, at + 3);
  if (first === undefined) return null;
  if (first < 0x80) return { bytes: first, size: 1 };
  if (first === 0x81 && second !== undefined) return { bytes: second, size: 2 };
  if (first === 0x82 && second !== undefined && third !== undefined) {
    return { bytes: second * 256 + third, size: 3 };
  }
  return null;
}

/** The shortest form. Throws RangeError above 65,535. */
export function encodeTlvLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  if (length < 0x10000) return Uint8Array.of(0x82, length >> 8, length % 256);
  throw new RangeError(`A TLV of ${length} bytes`);
}

/** Reads the value of a container, as far as it can be read. Never throws. */
export function readTlvs(bytes: Uint8Array): TlvList {
  return readLevel(bytes, 0, 0);
}

/** `base` is where `bytes` begins in the outermost container. */
function readLevel(bytes: Uint8Array, base: number, depth: number): TlvList {
  const items: Tlv[] = [];
  const faults: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = readTlvTag(bytes, at);
    const length = tag && readTlvLength(bytes, at + tag.size);
    if (!tag || !length) {
      faults.push(`TLV at offset ${base + at}: no whole ${tag ? 'length' : 'tag'}`);
      break;
    }
    const start = at + tag.size + length.size;
    const end = start + length.bytes;
    const isCut = end > bytes.length;
    if (isCut) faults.push(cutShort(tag, base + at, end - bytes.length));
    // Vectors Z136 and Z137: lengths too long around good contents. Of half a value nothing is told.
    if (isCut && !tag.constructed) break;
    const value = bytes.slice(start, end);
    const inner = tag.constructed ? readInner(tag, value, base + start, depth) : null;
    faults.push(...(inner?.faults ?? []));
    items.push({ tag: tag.tag, value, children: inner?.items ?? null });
    at = end;
  }
  return { items, faults };
}

const cutShort = ({ tag }: TlvTag, at: number, missing: number): string =>
  `TLV ${tag} at offset ${at} is cut short by ${missing} bytes`;

/**
 * Makers use private tags such as `FF40` for plain values whatever bit 6 says (Feig, vector Z073), so a private value that
 * holds no TLVs is simply a value.
 */
function readInner(tag: TlvTag, value: Uint8Array, base: number, depth: number): TlvList | null {
  if (depth >= depthMax) return null;
  const inner = readLevel(value, base, depth + 1);
  return tag.tagClass === 'private' && inner.faults.length > 0 ? null : inner;
}

/** A value, or the TLVs it holds. */
export function tlv(tag: string, content: Uint8Array | readonly Tlv[]): Tlv {
  return content instanceof Uint8Array
    ? { tag, value: content, children: null }
    : { tag, value: encodeTlvs(content), children: content };
}

/** The value of a container; `value` counts, `children` are its reading. */
export function encodeTlvs(items: readonly Tlv[]): Uint8Array {
  return Uint8Array.from(
    items.flatMap(({ tag, value }) => [
      ...bytesOfHex(tag),
      ...encodeTlvLength(value.length),
      ...value,
    ]),
  );
}

/** Every TLV of that tag, at any depth, in order. */
export function findTlvs(items: readonly Tlv[], tag: string): readonly Tlv[] {
  return items.flatMap((item) => [
    ...(item.tag === tag ? [item] : []),
    ...findTlvs(item.children ?? [], tag),
  ]);
}
