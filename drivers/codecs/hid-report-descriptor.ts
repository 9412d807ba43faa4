/**
 * HID report descriptors: bytes → where each usage stands in which report. Pure.
 *
 * Source: USB-IF, Device Class Definition for HID 1.11, section 6.2.2 (items, little-endian) and section 8 (a report is
 * its id, if the device numbers its reports, and then its fields from the lowest bit up).
 */

export type ReportField = Readonly<{
  kind: 'input' | 'output' | 'feature';
  /** 0 where the device does not number its reports; else the first byte of the report. */
  reportId: number;
  usagePage: number;
  usage: number;
  /** From the first bit after the report's id. */
  bitOffset: number;
  /** Of one element. */
  bitSize: number;
  /** Elements one after the other: 56 for 56 bytes of decoded data. */
  count: number;
  /** Padding. */
  constant: boolean;
}>;

export type ReportLayout = Readonly<{
  fields: readonly ReportField[];
  /** Usages of the outermost collections: what the device says it is. */
  collections: readonly Readonly<{ usagePage: number; usage: number }>[];
}>;

/** Linux reads no more of any device (HID_MAX_DESCRIPTOR_SIZE). */
const descriptorBytesMax = 4_096;
/** More bits than any report has: 65,535 bytes. */
const reportBitsMax = 8 * 65_535;
/** Far more than any scanner, scale or reader has. */
const fieldsMax = 1_024;

type Globals = Readonly<{ usagePage: number; reportId: number; bitSize: number; count: number }>;
type Usage = Readonly<{ usagePage: number; usage: number }>;
/** `usagePage` null: of the page that holds when its main item comes. */
type DeclaredUsage = Readonly<{ usagePage: number | null; usage: number }>;
type Item = Readonly<{ type: number; tag: number; value: number; size: number }>;

const types = { main: 0, global: 1, local: 2 } as const;
const mainKinds: Readonly<Record<number, ReportField['kind']>> = {
  8: 'input',
  9: 'output',
  11: 'feature',
};
/** Section 6.2.2.5, bits 0 and 1 of Input, Output and Feature. */
const mainFlags = { constant: 1, variable: 2 } as const;
const noUsage: Usage = { usagePage: 0, usage: 0 };
const collectionTag = 10;
const endCollectionTag = 12;
const longItem = 0xfe;

/** Null for what no device would say: an item cut off, an unbalanced collection, a report without end. */
export function parseReportDescriptor(bytes: Uint8Array): ReportLayout | null {
  if (bytes.length > descriptorBytesMax) return null;
  const reader = new DescriptorReader();
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at] === longItem) {
      at += 3 + (bytes[at + 1] ?? 0);
      if (at > bytes.length) return null;
      continue;
    }
    const item = readItem(bytes, at);
    if (!item || !reader.take(item)) return null;
    at += 1 + item.size;
  }
  return reader.finish();
}

/** Section 6.2.2.2: size in the lowest two bits (3 means four bytes), then type, then tag. */
function readItem(bytes: Uint8Array, at: number): Item | null {
  const prefix = bytes[at] ?? 0;
  const size = [0, 1, 2, 4][prefix & 3] ?? 0;
  if (at + size >= bytes.length) return null;
  let value = 0;
  for (let index = size; index > 0; index -= 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { type: (prefix >> 2) & 3, tag: prefix >> 4, value, size };
}

/** Local items so far: they hold until the next main item, and `Push` does not keep them. */
type Locals = Readonly<{
  usages: readonly DeclaredUsage[];
  minimum: DeclaredUsage | null;
  maximum: DeclaredUsage | null;
  /** Between delimiters: usages of one and the same control, the one that its maker prefers first. */
  alternatives: readonly DeclaredUsage[] | null;
}>;
const noLocals: Locals = { usages: [], minimum: null, maximum: null, alternatives: null };
const localTags = { usage: 0, minimum: 1, maximum: 2, delimiter: 10 } as const;

/** Section 6.2.2.8. Null for what cannot be: a delimiter within delimiters, more usages than any device has. */
function foldLocal(locals: Locals, { tag, value, size }: Item): Locals | null {
  // A usage of four bytes brings its own page in the upper two.
  const usage: DeclaredUsage =
    size === 4
      ? { usagePage: Math.floor(value / 0x1_0000), usage: value % 0x1_0000 }
      : { usagePage: null, usage: value };
  switch (tag) {
    case localTags.usage:
      return withUsages(locals, [usage]);
    case localTags.minimum:
      return withRange({ ...locals, minimum: usage });
    case localTags.maximum:
      return withRange({ ...locals, maximum: usage });
    case localTags.delimiter: {
      if ((value === 1) === (locals.alternatives !== null)) return null;
      if (value === 1) return { ...locals, alternatives: [] };
      const preferred = locals.alternatives?.slice(0, 1) ?? [];
      return { ...locals, alternatives: null, usages: [...locals.usages, ...preferred] };
    }
    default:
      // Designators and strings name no field.
      return locals;
  }
}

function withUsages(locals: Locals, more: readonly DeclaredUsage[]): Locals | null {
  if (locals.alternatives) {
    return { ...locals, alternatives: [...locals.alternatives, ...more] };
  }
  const usages = [...locals.usages, ...more];
  return usages.length <= 2 * fieldsMax ? { ...locals, usages } : null;
}

/** Minimum and maximum, whichever came first, are so many usages where they stand. */
function withRange(locals: Locals): Locals | null {
  const { minimum, maximum } = locals;
  if (!minimum || !maximum) return locals;
  const count = Math.min(maximum.usage - minimum.usage, fieldsMax) + 1;
  const range = Array.from({ length: Math.max(0, count) }, (_, index) => ({
    usagePage: minimum.usagePage ?? maximum.usagePage,
    usage: minimum.usage + index,
  }));
  return withUsages({ ...locals, minimum: null, maximum: null }, range);
}

/** Owns the state that items build up: global items last, local ones until the next main item. */
class DescriptorReader {
  readonly #fields: ReportField[] = [];
  readonly #collections: Usage[] = [];
  readonly #bits = new Map<string, number>();
  readonly #pushed: Globals[] = [];
  #globals: Globals = { usagePage: 0, reportId: 0, bitSize: 0, count: 0 };
  #locals: Locals = noLocals;
  #depth = 0;

  /** False for an item that cannot be. */
  take(item: Item): boolean {
    if (item.type === types.global) return this.#takeGlobal(item);
    if (item.type === types.local) return this.#takeLocal(item);
    const taken = item.type !== types.main || this.#takeMain(item);
    this.#locals = noLocals;
    return taken;
  }

  finish(): ReportLayout | null {
    return this.#depth === 0 ? { fields: this.#fields, collections: this.#collections } : null;
  }

  #takeGlobal({ tag, value }: Item): boolean {
    switch (tag) {
      case 0:
        this.#globals = { ...this.#globals, usagePage: value };
        return true;
      case 7:
        this.#globals = { ...this.#globals, bitSize: value };
        return value <= reportBitsMax;
      case 8:
        this.#globals = { ...this.#globals, reportId: value };
        return value > 0 && value < 256;
      case 9:
        this.#globals = { ...this.#globals, count: value };
        return value <= reportBitsMax;
      case 10:
        this.#pushed.push(this.#globals);
        return true;
      case 11: {
        const popped = this.#pushed.pop();
        if (popped) this.#globals = popped;
        return popped !== undefined;
      }
      default:
        // Logical and physical ranges and units move no field.
        return true;
    }
  }

  #takeLocal(item: Item): boolean {
    const taken = foldLocal(this.#locals, item);
    if (taken) this.#locals = taken;
    return taken !== null;
  }

  /** Section 6.2.2.8: a usage joins the page that was declared last when its main item comes, not when it comes itself. */
  #usages(): Usage[] {
    return this.#locals.usages.map(({ usagePage, usage }) => ({
      usagePage: usagePage ?? this.#globals.usagePage,
      usage,
    }));
  }

  #takeMain({ tag, value }: Item): boolean {
    if (tag === collectionTag) {
      if (this.#depth === 0) {
        this.#collections.push(this.#usages()[0] ?? noUsage);
      }
      this.#depth += 1;
      return this.#depth <= fieldsMax;
    }
    if (tag === endCollectionTag) {
      this.#depth -= 1;
      return this.#depth >= 0;
    }
    const kind = mainKinds[tag];
    return kind === undefined || this.#addFields(kind, value);
  }

  /**
   * Of a variable, one element per usage; the last usage takes all that is left (section 6.2.2.8). Of an array, whose
   * elements say which of the usages is meant, all elements are one field under the first usage.
   */
  #addFields(kind: ReportField['kind'], flags: number): boolean {
    const { reportId, bitSize, count } = this.#globals;
    const key = `${kind}/${reportId}`;
    const start = this.#bits.get(key) ?? 0;
    const end = start + bitSize * count;
    if (end > reportBitsMax) return false;
    this.#bits.set(key, end);
    const usages = this.#usages();
    const isVariable = (flags & mainFlags.variable) !== 0;
    const shown = (usages.length > 0 ? usages : [noUsage]).slice(0, isVariable ? count : 1);
    shown.forEach((usage, index) => {
      this.#fields.push({
        kind,
        reportId,
        ...usage,
        bitOffset: start + index * bitSize,
        bitSize,
        count: index === shown.length - 1 ? count - index : 1,
        constant: (flags & mainFlags.constant) !== 0,
      });
    });
    return this.#fields.length <= fieldsMax;
  }
}

/**
 * Element `index` of a field, as an unsigned number; null where the report is too short for it. `report` begins with
 * its id where the device numbers its reports. Elements are at most 32 bits.
 */
export function readElement(report: Uint8Array, field: ReportField, index = 0): number | null {
  const idBits = field.reportId === 0 ? 0 : 8;
  const start = idBits + field.bitOffset + index * field.bitSize;
  if (index >= field.count || field.bitSize > 32 || start + field.bitSize > report.length * 8) {
    return null;
  }
  let value = 0;
  for (let bit = field.bitSize - 1; bit >= 0; bit -= 1) {
    const at = start + bit;
    value = value * 2 + (((report[at >> 3] ?? 0) >> (at & 7)) & 1);
  }
  return value;
}
