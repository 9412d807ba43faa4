/** A CSV file as people have it: saved by Excel in China or Europe, with any of three delimiters and encodings. */
import { CsvError, parse } from 'csv-parse';

export type CsvRow = Readonly<{
  /** Where it ends in the file, from 1: what an editor shows. */
  line: number;
  cells: readonly string[];
}>;

export type ReadCsv =
  | Readonly<{ rows: readonly CsvRow[]; problem: null }>
  /** Not a table: which line stopped the reader, and why. */
  | Readonly<{
      rows: null;
      problem: Readonly<{ why: 'quote' | 'too-long' | 'text'; line: number }>;
    }>;

/** A line longer than this is a quote that was never closed, or no table at all. */
const recordCharactersMax = 20_000;
const delimiters = [',', ';', '\t'] as const;

/** UTF-8 with or without BOM, UTF-16 with BOM, else GB18030; null where it is none of them. */
export function decodeCsv(bytes: Uint8Array): string | null {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encodings = isUtf16
    ? [first === 0xff ? 'utf-16le' : 'utf-16be']
    : (['utf-8', 'gb18030'] as const);
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\0') ? null : text;
    } catch {
      // Not this one.
    }
  }
  return null;
}

/** The rows of `text`, empty ones left out. */
export async function readCsv(text: string): Promise<ReadCsv> {
  const rows: CsvRow[] = [];
  const parser = parse(text, {
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: recordCharactersMax,
  });
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      const cells = record.map(plainCell);
      if (cells.some((cell) => cell !== '')) rows.push({ line: info.lines, cells });
    }
    return { rows, problem: null };
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const why = cause.code === 'CSV_MAX_RECORD_SIZE' ? 'too-long' : 'quote';
    const line = typeof cause.lines === 'number' ? cause.lines : rows.length + 1;
    return { rows: null, problem: { why, line } };
  }
}

type Parsed = Readonly<{ record: string[]; info: Readonly<{ lines: number }> }>;

/** The one that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r?\n/, 1);
  const count = (delimiter: string) => header.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Without what a spreadsheet is kept from counting with; see write.ts. */
function plainCell(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
