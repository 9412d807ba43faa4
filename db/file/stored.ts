/** Reads back what was stored as JSON: a file that was damaged or edited is told as that, wherever it is read. */
import { ZodError } from 'zod';
import { Problem } from '../../domain/words/problem.ts';
import type { Readable } from './open.ts';

/** What `read` makes of `text`. Throws Problem database-corrupt where it is no JSON, or not what was stored there. */
export function readStored<T>(file: string, text: string, read: (value: unknown) => T): T {
  try {
    return read(JSON.parse(text));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof ZodError) {
      throw new Problem('database-corrupt', { file }, thrown);
    }
    throw thrown;
  }
}

/** What was read or written last, by its text: most is asked for far more often than it becomes another. */
export type LastRead<T> = Readonly<{
  /** As `readStored`, where the text is another than last time. */
  read(db: Readable, text: string, parse: (value: unknown) => T): T;
  /** `value` has just been written as `text`. Where that write is undone, the text that is found then tells. */
  remember(db: Readable, text: string, value: T): void;
}>;

export function createLastRead<T>(): LastRead<T> {
  const last = new WeakMap<Readable, Readonly<{ text: string; value: T }>>();
  const remember: LastRead<T>['remember'] = (db, text, value) => last.set(db, { text, value });
  return {
    read: (db, text, parse) => {
      const known = last.get(db);
      if (known?.text === text) return known.value;
      const value = readStored(db.file, text, parse);
      remember(db, text, value);
      return value;
    },
    remember,
  };
}
