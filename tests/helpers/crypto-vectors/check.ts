/** What a vector wants beside what was made of it; in Node and inside Electron alike. */
export type Check = Readonly<{ id: string; what: string; made: unknown; wanted: unknown }>;

/** Of one row. */
export type Checks = readonly Omit<Check, 'id'>[];

export const bufferOf = (hex: string): Buffer => Buffer.from(hex.replace(/ /g, ''), 'hex');

/** The groups of a pattern that must be there. */
export function groups(pattern: RegExp, cell: string | undefined): string[] {
  const match = pattern.exec(cell ?? '');
  if (!match) throw new Error(`no ${pattern} in ${cell}`);
  return match.slice(1).map((group) => group ?? '');
}
