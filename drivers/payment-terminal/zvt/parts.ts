/**
 * ZVT: one APDU ↔ its parts: what stands before the first BMP, the BMPs, and what could not be read. Byte-exact both ways;
 * what the parts mean is said in terminal-codec.ts and till-codec.ts.
 */
import type { Apdu } from './apdu.ts';
import { type Bmp, encodeBmps, encodeDigits, type PlacedBmp, readBmps, readDigits } from './bmp.ts';
import { tags } from './bmp-table.ts';
import { commandOf, type Layout } from './spec.ts';
import { readTlvs } from './tlv.ts';

export type LeadName =
  | 'password'
  | 'config'
  | 'currency'
  | 'timeout'
  | 'status'
  | 'error'
  /** 06 0F after 05 01: software version (LLL, the digits are not part of the value) and terminal status. */
  | 'version'
  | 'terminalStatus'
  | 'attribute'
  | 'text'
  | 'raw';

/** A field without a tag, by its place. */
export type Lead = Readonly<{ name: LeadName; value: Uint8Array }>;

export type Parts = Readonly<{
  command: string;
  lead: readonly Lead[];
  bmps: readonly PlacedBmp[];
  /** Bytes that could not be read. */
  rest: Uint8Array;
  /** One sentence each; empty when all was read. */
  faults: readonly string[];
}>;

type Split = Readonly<{ lead: readonly Lead[]; bmpsAt: number; fault?: string }>;

/** Never throws. Offsets in faults are counted from the first data byte. */
export function splitParts(apdu: Apdu): Parts {
  const layout = commandOf(apdu.command)?.layout ?? 'raw';
  const split = splitters[layout](apdu.data);
  const { bmps, rest, fault } = readBmps(apdu.data, split.bmpsAt);
  const faults = [
    ...(commandOf(apdu.command) ? [] : [`Command ${apdu.command} is unknown`]),
    ...(split.fault === undefined ? [] : [split.fault]),
    ...(fault ? [`${fault.reason} (offset ${fault.offset} of the data)`] : []),
    ...bmps.flatMap(({ tag, value }) => (tag === tags.tlv ? readTlvs(value).faults : [])),
  ];
  return { command: apdu.command, lead: split.lead, bmps, rest, faults };
}

/** Throws RangeError for a BMP that cannot hold its value. */
export function joinParts(
  parts: Readonly<{
    command: string;
    lead?: readonly Lead[];
    bmps?: readonly Bmp[];
    rest?: Uint8Array;
  }>,
): Apdu {
  const { command, lead: fields = [], bmps = [], rest = [] } = parts;
  const lead = fields.flatMap(({ name, value }) => [
    ...(name === 'version' ? encodeDigits(value.length, 3) : []),
    ...value,
  ]);
  return {
    command,
    data: Uint8Array.from([...lead, ...encodeBmps(bmps), ...rest]),
  };
}

export const findLead = (parts: Parts, name: LeadName): Uint8Array | null =>
  parts.lead.find((field) => field.name === name)?.value ?? null;

const splitters: Readonly<Record<Layout, (data: Uint8Array) => Split>> = {
  bmps: () => ({ lead: [], bmpsAt: 0 }),
  password: (data) => fixed(data, ['password', 3]),
  'password-or-not': (data) =>
    readBmps(data).fault === null ? { lead: [], bmpsAt: 0 } : fixed(data, ['password', 3]),
  registration: (data) =>
    data.length <= 4
      ? fixed(data, ['password', 3], ['config', 1])
      : fixed(data, ['password', 3], ['config', 1], ['currency', 2]),
  byte: (data) => fixed(data, ['timeout', 1]),
  intermediate: splitIntermediate,
  abort: splitAbort,
  completion: splitCompletion,
  line: splitLine,
  answer: (data) => (readBmps(data).fault === null ? { lead: [], bmpsAt: 0 } : raw(data)),
  raw,
};

function raw(data: Uint8Array): Split {
  return { lead: [{ name: 'raw', value: data.slice() }], bmpsAt: data.length };
}

function fixed(data: Uint8Array, ...fields: readonly (readonly [LeadName, number])[]): Split {
  const lead: Lead[] = [];
  let at = 0;
  for (const [name, size] of fields) {
    if (at + size > data.length) {
      if (at < data.length) lead.push({ name, value: data.slice(at) });
      return { lead, bmpsAt: data.length, fault: `The ${name} is cut short or missing` };
    }
    lead.push({ name, value: data.slice(at, at + size) });
    at += size;
  }
  return { lead, bmpsAt: at };
}

/** The time-out may be left out, so `06` after the status is a container where its length fits, else six minutes. */
function splitIntermediate(data: Uint8Array): Split {
  const withoutTimeout = data.length === 1 || (data.length > 2 && isContainer(data, 1));
  return withoutTimeout ? fixed(data, ['status', 1]) : fixed(data, ['status', 1], ['timeout', 1]);
}

/** Exactly one TLV container, readable throughout, from `at` to the end. */
function isContainer(data: Uint8Array, at: number): boolean {
  if (data[at] !== tags.tlv) return false;
  const { bmps, fault } = readBmps(data, at);
  return (
    fault === null && bmps.length === 1 && readTlvs(bmps[0]?.value ?? data).faults.length === 0
  );
}

const wrongCurrency = 0x6f;

/** To a wrong currency the terminal adds its own, without a tag (PA00P015 2.2.9 as told in EVerest/zvt packets.rs). */
function splitAbort(data: Uint8Array): Split {
  if (data.length === 0) return { lead: [], bmpsAt: 0 };
  const isUntagged =
    data[0] === wrongCurrency && data.length > 1 && readBmps(data, 1).fault !== null;
  return isUntagged ? fixed(data, ['error', 1], ['currency', 2]) : fixed(data, ['error', 1]);
}

/**
 * Whether a software version and a status come is up to a bit of the enquiry that a decoder has not seen. The version begins
 * with three digits F0…F9, which no BMP of a completion does; a single byte is a status, for no BMP is that short. Feig ends
 * its system information with text alone.
 */
function splitCompletion(data: Uint8Array): Split {
  if (data.length === 1) return fixed(data, ['terminalStatus', 1]);
  const digits = readDigits(data, 0, 3);
  if (digits !== null && digits.size + digits.bytes <= data.length) {
    const end = digits.size + digits.bytes;
    const version: Lead = { name: 'version', value: data.slice(digits.size, end) };
    if (end === data.length) return { lead: [version], bmpsAt: end };
    const status: Lead = { name: 'terminalStatus', value: data.slice(end, end + 1) };
    return { lead: [version, status], bmpsAt: end + 1 };
  }
  if (readBmps(data).fault === null) return { lead: [], bmpsAt: 0 };
  if (readBmps(data, 1).fault === null) return fixed(data, ['terminalStatus', 1]);
  return data.every((byte) => byte >= 0x20 && byte < 0x7f)
    ? { lead: [{ name: 'text', value: data.slice() }], bmpsAt: data.length }
    : { lead: [], bmpsAt: 0 };
}

/** card complete appends a TLV container to the text (vector Z153). */
function splitLine(data: Uint8Array): Split {
  const attribute = fixed(data, ['attribute', 1]);
  if (attribute.fault !== undefined || data.length === 1) return attribute;
  let end = data.indexOf(tags.tlv, 1);
  while (end !== -1 && !isContainer(data, end)) end = data.indexOf(tags.tlv, end + 1);
  const textEnd = end === -1 ? data.length : end;
  const text: Lead = { name: 'text', value: data.slice(1, textEnd) };
  return { lead: [...attribute.lead, text], bmpsAt: textEnd };
}
