/** A CSV file as people have it: saved by Excel in China or Europe, with any of three delimiters, edited by hand since. */
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { breathing } from './breath.ts';

export type CsvRow = Readonly<{
  /** Where it ends in the file, from 1: what an editor shows. */
  line: number;
  cells: readonly string[];
}>;

export type ReadCsv =
  | Readonly<{ rows: readonly CsvRow[]; problem: null }>
  /** Not a table: which line stopped the reader, and why. */
  | Readonly<{ rows: null; problem: Readonly<{ why: 'quote' | 'too-long'; line: number }> }>;

/** A line longer than this is a quote that was never closed, or no table at all. */
const recordCharactersMax = 20_000;
const delimiters = [',', ';', '\t'] as const;
/** Parsed at a stretch. */
const pieceCharacters = 32_768;

/**
 * The rows of `text`, empty ones left out. Each line may end in its own way, as in files that two programs have written
 * to; a quote within a cell that does not begin with one is an inch.
 */
export async function readCsv(text: string): Promise<ReadCsv> {
  const rows: CsvRow[] = [];
  const parser = Readable.from(piecesOf(text)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: recordCharactersMax,
    }),
  );
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

async function* piecesOf(text: string): AsyncGenerator<string> {
  const breath = breathing();
  for (let at = 0; at < text.length; at += pieceCharacters) {
    yield text.slice(at, at + pieceCharacters);
    await breath();
  }
}

/** The one that stands most often in the first line. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split(/\r\n|\n|\r/, 1);
  const count = (delimiter: string) => header.split(delimiter).length;
  return delimiters.reduce((best, one) => (count(one) > count(best) ? one : best));
}

/** Without what a spreadsheet is kept from counting with (see write.ts), or what keeps it from doing so: `="0123"`. */
function plainCell(cell: string): string {
  const text = cell.trim();
  const [, asText] = /^="([^"]*)"$/.exec(text) ?? [];
  if (asText !== undefined) return asText.trim();
  return /^'[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
