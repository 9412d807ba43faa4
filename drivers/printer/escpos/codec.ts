/** Paper → bytes, and status bytes → words. No I/O. */
import receiptline from 'receiptline';
import { assertNever } from '../../../domain/basics/assert.ts';
import type { Block, Paper } from '../../../domain/paper/paper.ts';
import type { PrinterUnit } from './answers.ts';
import { asbBits, asbOn, bits, type Columns, encoding, type StatusKind } from './spec.ts';

export type PrinterStatus = Readonly<{
  offline: boolean;
  coverOpen: boolean;
  paperOut: boolean;
  paperLow: boolean;
  /** Anything of the four below. */
  fault: boolean;
  /** Cleared by the printer's own commands or by switching it off and on: paper jammed, a mark missed. */
  recoverable: boolean;
  cutter: boolean;
  /** A technician mends it. */
  unrecoverable: boolean;
  /** Goes by itself: the print head is too hot. */
  overheated: boolean;
  feedButton: boolean;
  /** Pin 3 of the drawer's connector; what it means depends on the drawer. */
  drawerPin3: boolean;
}>;

/**
 * Initialise, print, feed, cut, and ask the printer to say when it is done (GS r 1). `asb`: automatic status from the
 * first line on; ESC @ ends it, so every job begins it anew. `columns`: characters a line, which GS W makes dots of.
 */
export function encodePaper(paper: Paper, asb = false, columns: Columns = 48): Uint8Array {
  const document = paper.map((block) => markdown(block, columns)).join('\n');
  const commands = receiptline.transform(document, {
    cpl: columns,
    encoding,
    command: 'escpos',
    spacing: false,
    cutting: true,
  });
  const bytes = Buffer.from(commands, 'latin1');
  // receiptline begins with ESC @ and GS a 0.
  const asbAt = bytes.indexOf(asbOn.subarray(0, 2));
  if (asb && asbAt >= 0) bytes.set(asbOn, asbAt);
  return bytes;
}

/** Room that the left-hand side of a row keeps; a longer right-hand side wraps. */
const leftColumnsMin = 12;

/** A block in receiptline's markdown: bars make columns, a space beside a bar says to which side the text goes. */
function markdown(block: Block, columns: Columns): string {
  switch (block.kind) {
    case 'heading':
      return `{w:*}\n^^^${plain(block.text)}`;
    case 'centre':
      return `{w:*}\n| ${plain(block.text)} |`;
    case 'text':
      return `{w:*}\n|${plain(block.text)} |`;
    case 'row': {
      const [left, right] = [plain(block.left), plain(block.right)];
      const width = Math.min(columns - leftColumnsMin, Math.max(1, textColumns(block.right)));
      return block.strong
        ? `{w:*,${width}}\n|"${left}" | "${right}"|`
        : `{w:*,${width}}\n|${left} | ${right}|`;
    }
    case 'qr':
      return `{w:*}\n{code:${block.text};option:qrcode,4,m}`;
    case 'rule':
      return '{w:*}\n---';
    default:
      return assertNever(block);
  }
}

/** Text as text: nothing in it is a mark, a command, or a way out of the line. */
function plain(text: string): string {
  const marks = text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/[\\|{}~_"`^]/g, (mark) => `\\x${mark.charCodeAt(0).toString(16)}`)
    // A line of nothing but these would be a rule or a cut.
    .replace(/^[-=]/, (mark) => `\\x${mark.charCodeAt(0).toString(16)}`)
    .replace(/^ +| +$/g, (spaces) => '~'.repeat(spaces.length));
  return marks === '' ? '~' : marks;
}

/** Columns a text takes on paper: a Chinese character two, others one. */
export function textColumns(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);
}

/** What GB18030 printers print across two columns: everything that is not one byte there. */
export const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) > 0x7f;

/** The four answers to DLE EOT together. */
export function decodeStatus(answers: Readonly<Record<StatusKind, number>>): PrinterStatus {
  const { printer, offline, error, paper } = answers;
  return {
    offline: (printer & bits.printer.offline) !== 0,
    coverOpen: (offline & bits.offline.coverOpen) !== 0,
    paperOut: (offline & bits.offline.paperEnd) !== 0 || (paper & bits.paper.end) !== 0,
    paperLow: (paper & bits.paper.nearEnd) !== 0,
    ...faults(error, bits.error),
    feedButton: (offline & bits.offline.feedButton) !== 0,
    drawerPin3: (printer & bits.printer.drawerPin3) !== 0,
  };
}

/** The four bytes of automatic status; a byte that is missing says nothing is wrong. */
export function decodeAsb([printer = 0, error = 0, paper = 0]: readonly number[]): PrinterStatus {
  return {
    offline: (printer & asbBits.printer.offline) !== 0,
    coverOpen: (printer & asbBits.printer.coverOpen) !== 0,
    paperOut: (paper & asbBits.paper.end) !== 0,
    paperLow: (paper & asbBits.paper.nearEnd) !== 0,
    ...faults(error, asbBits.error),
    feedButton: (printer & asbBits.printer.feedButton) !== 0,
    drawerPin3: (printer & asbBits.printer.drawerPin3) !== 0,
  };
}

type Faults = Pick<
  PrinterStatus,
  'fault' | 'recoverable' | 'cutter' | 'unrecoverable' | 'overheated'
>;

function faults(error: number, bit: typeof bits.error): Faults {
  const [recoverable, cutter] = [(error & bit.recoverable) !== 0, (error & bit.cutter) !== 0];
  const [unrecoverable, overheated] = [
    (error & bit.unrecoverable) !== 0,
    (error & bit.overheated) !== 0,
  ];
  return {
    fault: recoverable || cutter || unrecoverable || overheated,
    recoverable,
    cutter,
    unrecoverable,
    overheated,
  };
}

/** What is the matter, in one technical line; `ok` for nothing. */
export function describeStatus(status: PrinterStatus): string {
  const said = Object.entries(status)
    .filter(([name, is]) => is && name !== 'drawerPin3' && name !== 'fault')
    .map(([name]) => name);
  return said.length > 0 ? said.join(', ') : 'ok';
}

/** Bytes as they came, and what they are. */
export function describeUnit(unit: PrinterUnit): Readonly<{ bytes: Uint8Array; meaning: string }> {
  switch (unit.kind) {
    case 'asb': {
      const meaning = `automatic status: ${describeStatus(decodeAsb(unit.bytes))}`;
      return { bytes: Uint8Array.from(unit.bytes), meaning };
    }
    case 'name':
      return { bytes: Buffer.from(`_${unit.text}\0`, 'latin1'), meaning: `name: ${unit.text}` };
    default:
      return { bytes: Uint8Array.of(unit.byte), meaning: unit.kind };
  }
}
