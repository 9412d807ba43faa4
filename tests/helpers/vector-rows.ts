/** Rows of Markdown tables of vectors. No files: also bundled for Electron. */

export type VectorRow = Readonly<{
  id: string;
  /** The heading above, without its marks: `4. MAC and padding`. */
  section: string;
  cells: readonly string[];
}>;

/** Rows of the tables in `text`. Escaped bars inside a cell come out as bars. */
export function rowsOf(text: string): readonly VectorRow[] {
  let section = '';
  return text.split('\n').flatMap((line) => {
    section = /^## (.*)/.exec(line)?.[1] ?? section;
    if (!/^\| [A-Z]\d{3} \|/.test(line)) return [];
    const [id = '', ...cells] = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/\\\|/g, '|'));
    return [{ id, section, cells }];
  });
}

/** What stands between back-ticks. */
export const quoted = (cell: string | undefined): string => /`([^`]*)`/.exec(cell ?? '')?.[1] ?? '';
