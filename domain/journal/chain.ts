/**
 * The chain: what is hashed, and how a run of entries is checked.
 *
 * hash = SHA-256(prev ‖ UTF-8(RFC 8785 of {at,body,businessDate,id,kind,operator,seq,till})); the first prev is
 * 32 zero bytes. docs/journal.md says the same for strangers.
 */
import canonicalize from 'canonicalize';
import { z } from 'zod';

/** SHA-256 over the parts one after another; a text part counts as its UTF-8 bytes. */
export type Sha256 = (...parts: (Uint8Array | string)[]) => Uint8Array;

export const genesisHash = new Uint8Array(32);

/** What the hash covers, besides `prev`. */
export type ChainedContent = Readonly<{
  at: number;
  body: unknown;
  businessDate: string;
  id: string;
  kind: string;
  operator: string | null;
  seq: number;
  till: string;
}>;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** A line of an export, and an entry as it travels to the back office. */
export const exportedEntrySchema = z.strictObject({
  at: z.int().nonnegative(),
  body: z.record(z.string(), z.unknown()),
  businessDate: z.iso.date(),
  id: z.uuid(),
  kind: z.string().min(1).max(64),
  operator: z.string().nullable(),
  seq: z.int().positive(),
  till: z.string().min(1),
  prev: hex32,
  hash: hex32,
});
export type ExportedEntry = z.infer<typeof exportedEntrySchema>;

/**
 * RFC 8785 canonical JSON. Throws RangeError on what has none: not a number, and text that is not well-formed Unicode,
 * which has no UTF-8, so that two readers could disagree on its hash.
 */
export function canonicalJson(value: unknown): string {
  const quick = plainJson(value) ?? plainJson(inOrder(value));
  if (quick !== null) return quick;
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new RangeError('no canonical JSON', { cause });
  }
  if (text === undefined) throw new RangeError('not a JSON value');
  return text;
}

/** Null where `JSON.stringify` does not write it as RFC 8785 wants it. */
function plainJson(value: unknown): string | null {
  if (!isInOrder(value)) return null;
  const text = JSON.stringify(value);
  // Half a surrogate pair comes out as an escape, which a canonical text never has.
  return text.includes('\\ud') ? null : text;
}

/** The same with the keys of each object in order: what is written for the first time has them as its schema does. */
function inOrder(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const from = value as Record<string, unknown>;
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(from).sort()) {
    // Assigned it would be the prototype.
    if (key === '__proto__') return value;
    if (from[key] !== undefined) ordered[key] = inOrder(from[key]);
  }
  return ordered;
}

/**
 * Whether `JSON.stringify` writes `value` as RFC 8785 wants it: keys in order, numbers finite, nothing left out. So it
 * is with all that was canonical before it was parsed, and a journal is checked in half the time.
 */
function isInOrder(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object') return false;
  if (Array.isArray(value)) {
    for (const inner of value) if (!isInOrder(inner)) return false;
    return true;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  let before: string | null = null;
  for (const [key, inner] of Object.entries(value)) {
    // Compared by UTF-16 code units, as section 3.2.3 says; whole numbers as keys come in an order of their own.
    if ((before !== null && key <= before) || !isInOrder(inner)) return false;
    before = key;
  }
  return true;
}

/**
 * The hash of an entry that follows `prev`. Whoever has the canonical JSON of the body already passes it on: making it
 * is most of the work.
 */
export function entryHash(
  prev: Uint8Array,
  content: ChainedContent,
  sha256: Sha256,
  canonicalBody: string = canonicalJson(content.body),
): Uint8Array {
  const { at, businessDate, id, kind, operator, seq, till } = content;
  // `body` sorts right after `at`, and the canonical form of an object holds those of its values.
  const before = canonicalJson({ at }).slice(0, -1);
  const after = canonicalJson({ businessDate, id, kind, operator, seq, till }).slice(1);
  return sha256(prev, `${before},"body":${canonicalBody},${after}`);
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += hexPairs[byte];
  return hex;
}

/** Throws RangeError on anything but pairs of hex digits. */
export function fromHex(hex: string): Uint8Array {
  if (!/^([0-9a-fA-F]{2})*$/.test(hex)) throw new RangeError('not hex');
  const bytes = new Uint8Array(hex.length / 2);
  for (let index = 0; index < bytes.length; index += 1) {
    bytes[index] = Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16);
  }
  return bytes;
}

export type ChainHead = Readonly<{ seq: number; hash: string }>;

/** Where a chain begins. `hash` is lower-case hex. */
export const genesisHead: ChainHead = { seq: 0, hash: toHex(genesisHash) };

export type ChainVerdict =
  | Readonly<{ kind: 'whole'; head: ChainHead }>
  | Readonly<{ kind: 'broken'; seq: number; why: 'gap' | 'prev' | 'hash' | 'till' }>;

/** Checks that `entries` continue `head`, one by one, and names the first that does not. */
export function checkChain(
  head: ChainHead,
  till: string,
  entries: Iterable<ExportedEntry>,
  sha256: Sha256,
): ChainVerdict {
  let current = head;
  for (const entry of entries) {
    const broken = (why: 'gap' | 'prev' | 'hash' | 'till'): ChainVerdict => ({
      kind: 'broken',
      seq: entry.seq,
      why,
    });
    if (entry.seq !== current.seq + 1) return broken('gap');
    if (entry.till !== till) return broken('till');
    if (entry.prev !== current.hash) return broken('prev');
    if (hashOf(entry, sha256) !== entry.hash) return broken('hash');
    current = { seq: entry.seq, hash: entry.hash };
  }
  return { kind: 'whole', head: current };
}

/** The hash the entry should have, in hex; null where its content cannot be hashed at all. */
function hashOf(entry: ExportedEntry, sha256: Sha256): string | null {
  try {
    return toHex(entryHash(fromHex(entry.prev), entry, sha256));
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}
