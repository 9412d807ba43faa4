/** Writes CSV (RFC 4180) that Excel opens as it is, Chinese included. */
import { stringify } from 'csv-stringify/sync';

/**
 * With a BOM, since Excel takes UTF-8 for something else without it. A cell that a spreadsheet would count with is kept
 * from that by an apostrophe (OWASP, CSV Injection); read.ts takes it away again.
 */
export function writeCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, string>>[],
): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
  });
}
