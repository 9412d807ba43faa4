/**
 * Tables of text: many small cases side by side, read the way a person checks them.
 *
 * A line per case, columns between `|`, the first line names the columns, `#` begins a comment.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rows of `<room>/<name>.table.txt` below this folder, as column → text. */
export function readTable(name: string): Record<string, string>[] {
  const text = readFileSync(join(import.meta.dirname, `${name}.table.txt`), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const [columns = [], ...cases] = rows;
  return cases.map((cells) =>
    Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ''])),
  );
}
