/** Rows of the tables in ../shared/vectors/*.md; null where that folder is absent. */
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../tools/paths.ts';
import { rowsOf, type VectorRow } from './vector-rows.ts';

export { quoted, type VectorRow } from './vector-rows.ts';

/** `file` without folder: `pinpad.md`. */
export function vectorRows(file: string): readonly VectorRow[] | null {
  const path = `${root}/../shared/vectors/${file}`;
  return existsSync(path) ? rowsOf(readFileSync(path, 'utf8')) : null;
}

export const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(Buffer.from(hex.replace(/ /g, ''), 'hex'));
