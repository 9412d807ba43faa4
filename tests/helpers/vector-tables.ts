/** Rows of the tables in ../shared/vectors/*.md; null where that folder is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../tools/paths.ts';

export type VectorRow = Readonly<{ id: string; cells: readonly string[] }>;

/** `file` without folder: `pinpad.md`. Escaped bars inside a cell come out as bars. */
export function vectorRows(file: string): readonly VectorRow[] | null {
  const path = `${root}/../shared/vectors/${file}`;
  if (!existsSync(path)) return null;
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\| [A-Z]\d{3} \|/.test(line))
    .map((line) => {
      const cells = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/\\\|/g, '|'));
      return { id: cells[0] ?? '', cells: cells.slice(1) };
    });
}

/** What stands between back-ticks. */
export const quoted = (cell: string | undefined): string => /`([^`]*)`/.exec(cell ?? '')?.[1] ?? '';

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'));
