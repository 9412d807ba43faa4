/** What a command of the technician's program is. */
import type { ParseArgsOptionsConfig } from 'node:util';
import type { Locale } from '../../domain/basics/languages.ts';
import type { TechnicianId } from '../../words/ids.ts';

export const exit = { good: 0, bad: 1, usage: 2, cannotOpen: 3 } as const;

/** Where a command speaks and listens, and where files are meant. */
export type Io = Readonly<{
  /** stdout: the answer. */
  out(text: string): void;
  /** stderr: what a person may want to know meanwhile. */
  tell(text: string): void;
  input: NodeJS.ReadableStream;
  folder: string;
  /** Calls `run` once when the person gives up (Ctrl-C); the returned function takes that back. */
  onInterrupt(run: () => void): () => void;
}>;

export type Given = Readonly<{
  io: Io;
  positionals: readonly string[];
  /** As `parseArgs` gives them. */
  values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  json: boolean;
  lang: Locale;
}>;

export type Command = Readonly<{
  /** What follows its name, as it is typed. */
  usage: string;
  help: TechnicianId;
  /** What its help counts up. */
  names?: () => readonly string[];
  /** How many arguments without a name, from and to. */
  positionals: readonly [least: number, most: number];
  options: ParseArgsOptionsConfig;
  /** Resolves with the exit code. Throws `Usage`, `Problem`. */
  run(given: Given): Promise<number>;
}>;

export const commonOptions = {
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  lang: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

/** As it is typed in a terminal. */
export const asTyped = ({ usage }: Command, name: string): string =>
  `npm run -s devices -- ${name} ${usage}`;

/** The person typed something that means nothing. `beside` goes into the JSON answer. */
export class Usage extends Error {
  readonly beside: Readonly<Record<string, unknown>>;

  constructor(message: string, beside: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.beside = beside;
  }
}

/** An option that has a value and is given at most once. */
export function textOf({ values }: Given, name: string): string | null {
  const value = values[name];
  return typeof value === 'string' ? value : null;
}

/** Throws `Usage` for anything but a whole number within the bounds. */
export function numberOf(
  given: Given,
  name: string,
  [least, most, otherwise]: readonly [number, number, number],
): number {
  const text = textOf(given, name);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Usage(`--${name} is a whole number from ${least} to ${most}.`);
  }
  return value;
}

/** The answer: one JSON object, or lines for a person. */
export function answer({ io, json }: Given, value: unknown, lines: readonly string[]): void {
  io.out(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}

/** Columns that line up. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
