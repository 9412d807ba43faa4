/** Paper → bytes, and status bytes → words. No I/O. */
import receiptline from 'receiptline';
import { assertNever } from '../../../domain/assert.ts';
import type { Block, Paper } from '../../../domain/receipt.ts';
import { bits, columns, encoding, printedPattern, type StatusKind, statusPattern } from './spec.ts';

export type PrinterStatus = Readonly<{
  offline: boolean;
  coverOpen: boolean;
  paperOut: boolean;
  paperLow: boolean;
  /** Cutter, print head or something only a technician can mend. */
  fault: boolean;
}>;

/** Initialise, print, feed, cut, and ask the printer to say when it is done (GS r 1). */
export function encodePaper(paper: Paper): Uint8Array {
  const document = paper.map(markdown).join('\n');
  const commands = receiptline.transform(document, {
    cpl: columns,
    encoding,
    command: 'escpos',
    spacing: false,
    cutting: true,
  });
  return Buffer.from(commands, 'latin1');
}

/** A right-hand side longer than this wraps, so that the left one keeps some room. */
const rightColumnsMax = columns - 12;

/** A block in receiptline's markdown: bars make columns, a space beside a bar says to which side the text goes. */
function markdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `{w:*}\n^^^${plain(block.text)}`;
    case 'centre':
      return `{w:*}\n| ${plain(block.text)} |`;
    case 'text':
      return `{w:*}\n|${plain(block.text)} |`;
    case 'row': {
      const [left, right] = [plain(block.left), plain(block.right)];
      const width = Math.min(rightColumnsMax, Math.max(1, textColumns(block.right)));
      return block.strong
        ? `{w:*,${width}}\n|"${left}" | "${right}"|`
        : `{w:*,${width}}\n|${left} | ${right}|`;
    }
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

/** Whether a byte from the printer answers DLE EOT, or says that the job is printed, or is noise. */
export function classify(byte: number): 'status' | 'printed' | 'noise' {
  if ((byte & statusPattern.mask) === statusPattern.value) return 'status';
  return (byte & printedPattern.mask) === printedPattern.value ? 'printed' : 'noise';
}

/** The four answers together. */
export function decodeStatus(answers: Readonly<Record<StatusKind, number>>): PrinterStatus {
  const { printer, offline, error, paper } = answers;
  const errorBits = bits.error.cutter | bits.error.unrecoverable | bits.error.overheated;
  return {
    offline: (printer & bits.printer.offline) !== 0,
    coverOpen: (offline & bits.offline.coverOpen) !== 0,
    paperOut: (offline & bits.offline.paperEnd) !== 0 || (paper & bits.paper.end) !== 0,
    paperLow: (paper & bits.paper.nearEnd) !== 0,
    fault: (error & (errorBits | bits.error.recoverable)) !== 0,
  };
}
