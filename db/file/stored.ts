/** Reads back what was stored as JSON: a file that was damaged or edited is told as that, wherever it is read. */
import { ZodError } from 'zod';
import { Problem } from '../../domain/words/problem.ts';

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
