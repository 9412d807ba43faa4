/** What differs between two looks at a basket: only the lines that changed travel to the page. */

/** What any two baskets need to be told apart. */
type Lines<Line> = Readonly<{ id: string; lines: readonly Line[] }>;

/** `whole`: nothing before counts; `gone`: numbers of lines that are there no more. */
export type LineChanges<Line> = Readonly<{ whole: boolean; changed: Line[]; gone: number[] }>;

/** What makes `after` of `before`, which is what was told last. */
export function changesOf<Line extends Readonly<{ line: number }>>(
  before: Lines<Line> | null,
  after: Lines<Line>,
): LineChanges<Line> {
  if (before?.id !== after.id) return { whole: true, changed: [...after.lines], gone: [] };
  const was = new Map(before.lines.map((line) => [line.line, JSON.stringify(line)]));
  const left = new Set(after.lines.map(({ line }) => line));
  return {
    whole: false,
    changed: after.lines.filter((line) => was.get(line.line) !== JSON.stringify(line)),
    gone: before.lines.flatMap(({ line }) => (left.has(line) ? [] : [line])),
  };
}

/** The lines after `changes`, by their numbers; a basket numbers its lines in the order they came. */
export function withChanges<Line extends Readonly<{ line: number }>>(
  before: readonly Line[],
  { whole, changed, gone }: LineChanges<Line>,
): Line[] {
  const lines = new Map(whole ? [] : before.map((line) => [line.line, line]));
  for (const line of gone) lines.delete(line);
  for (const line of changed) lines.set(line.line, line);
  return [...lines.values()].sort((one, other) => one.line - other.line);
}
