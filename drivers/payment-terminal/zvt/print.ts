/**
 * ZVT: what a terminal gives the till to print. 06 D1 line by line with an attribute byte; 06 D3 as TLV 25 with lines (07) and
 * attributes (09) that hold until the next one (PA00P015, "Print Line", "Print Text-Block"; vectors Z108, Z147–Z155).
 */

import { bytesOfHex, hexOf } from './apdu.ts';
import { findBmp } from './bmp.ts';
import { tags } from './bmp-table.ts';
import { findLead, type Parts } from './parts.ts';
import { type CharacterSet, characterSetOf, decodeText, encodeText } from './text.ts';
import { findTlvs, readTlvs, type Tlv, tlv } from './tlv.ts';

/** TLV 1F07. */
export type ReceiptKind = 'merchant' | 'customer' | 'administration';

export type PrintedLine = Readonly<{
  text: string;
  centred: boolean;
  doubleWidth: boolean;
  doubleHeight: boolean;
  /** Characters of indent. */
  indent: number;
  /** The receipt is over; its paper can be cut. */
  last: boolean;
  /** Lines to feed: behind the last line, or instead of a text. */
  lineFeeds: number;
}>;

const bits = { last: 0x80, centred: 0x40, doubleWidth: 0x20, doubleHeight: 0x10 } as const;
/** In 06 D1 the number of line feeds follows in place of the text; at the end of a 06 D3 nothing does. */
const feeds = 0xff;

const receiptKinds: Readonly<Record<string, ReceiptKind>> = {
  '01': 'merchant',
  '02': 'customer',
  '03': 'administration',
};

/** 80 alone is reserved and taken for a plain line. */
export function styleOf(attribute: number): Omit<PrintedLine, 'text'> {
  const last = attribute > bits.last;
  return {
    centred: !last && (attribute & bits.centred) !== 0,
    doubleWidth: !last && (attribute & bits.doubleWidth) !== 0,
    doubleHeight: !last && (attribute & bits.doubleHeight) !== 0,
    indent: last || (attribute & bits.centred) !== 0 ? 0 : attribute & 0x0f,
    last,
    lineFeeds: last && attribute !== feeds ? attribute & 0x7f : 0,
  };
}

/** 06 D1. */
export function printedLine(
  parts: Parts,
  set: CharacterSet,
): Readonly<{ line: PrintedLine; receipt: ReceiptKind | null }> {
  const attribute = findLead(parts, 'attribute')?.[0] ?? 0;
  const container = findBmp(parts.bmps, tags.tlv);
  const items = container ? readTlvs(container).items : [];
  const bytes = findLead(parts, 'text') ?? new Uint8Array();
  const line =
    attribute === feeds
      ? { ...plainLine(''), lineFeeds: bytes[0] ?? 1 }
      : { text: decodeText(bytes, setOf(items, set)), ...styleOf(attribute) };
  return { line, receipt: receiptKindOf(items) };
}

/** 06 D3, from its container. */
export function printedBlock(
  items: readonly Tlv[],
  set: CharacterSet,
): Readonly<{ receipt: ReceiptKind | null; lines: readonly PrintedLine[] }> {
  const lines: PrintedLine[] = [];
  let style = styleOf(0);
  for (const item of findTlvs(items, '25').flatMap((block) => block.children ?? [])) {
    if (item.tag === '09') style = styleOf(item.value[0] ?? 0);
    // An attribute that ends the receipt stands behind its last line: it has no text of its own.
    if (item.tag === '09' && style.last) lines.push({ text: '', ...style });
    if (item.tag === '07') {
      const text = decodeText(item.value, setOf(items, set));
      lines.push({ text, ...style, last: false, lineFeeds: 0 });
    }
  }
  return { receipt: receiptKindOf(items), lines };
}

/** A block may name its own character set in TLV 14. */
const setOf = (items: readonly Tlv[], agreed: CharacterSet): CharacterSet =>
  characterSetOf(hexOf(items.find((item) => item.tag === '14')?.value ?? new Uint8Array())) ??
  agreed;

/** Null where the terminal does not say. */
export function receiptKindOf(items: readonly Tlv[]): ReceiptKind | null {
  const value = findTlvs(items, '1F07')[0]?.value;
  return (value && receiptKinds[hexOf(value)]) ?? null;
}

/** TLV 1F07, or nothing. */
export function receiptItems(receipt: ReceiptKind | null): Tlv[] {
  const code = Object.keys(receiptKinds).find((candidate) => receiptKinds[candidate] === receipt);
  return code === undefined ? [] : [tlv('1F07', bytesOfHex(code))];
}

/** The data of a 06 D1. */
export function encodeLine(line: PrintedLine, set: CharacterSet): Uint8Array {
  return !line.last && line.lineFeeds > 0
    ? Uint8Array.of(feeds, line.lineFeeds)
    : Uint8Array.from([attributeOf(line), ...encodeText(line.text, set)]);
}

function attributeOf(line: PrintedLine): number {
  if (line.last) return line.lineFeeds === 0 ? feeds : bits.last + line.lineFeeds;
  const style =
    (line.centred ? bits.centred : 0) +
    (line.doubleWidth ? bits.doubleWidth : 0) +
    (line.doubleHeight ? bits.doubleHeight : 0);
  return style + line.indent;
}

/** The container of a 06 D3. */
export function encodeBlock(
  receipt: ReceiptKind | null,
  lines: readonly PrintedLine[],
  set: CharacterSet,
): Tlv[] {
  const content: Tlv[] = [];
  let attribute = 0;
  for (const line of lines) {
    const own = attributeOf(line);
    if (own !== attribute) content.push(tlv('09', Uint8Array.of(own)));
    attribute = own;
    if (!line.last) content.push(tlv('07', encodeText(line.text, set)));
  }
  return [...receiptItems(receipt), tlv('25', content)];
}

/** A line without any attribute. */
export const plainLine = (text: string): PrintedLine => ({ text, ...styleOf(0) });

/** The end of a receipt, with a line feed. */
export const endOfReceipt: PrintedLine = { text: '', ...styleOf(bits.last + 1) };
