/**
 * One process owns a till's file.
 *
 * SQLite's own exclusive mode would shut out our second handle and every reader, so the lock is a database of its own
 * beside the file, empty, held in an exclusive transaction. The operating system drops it when the process dies. It is
 * never deleted: whoever waits in the instant between could lock a file that is no longer there.
 */
import { Problem } from '../../domain/words/problem.ts';
import { takeLock } from './open.ts';

/** Throws Problem database-locked at once where another till has the file; database-readonly, disk-full. */
export function own(file: string): () => void {
  try {
    return takeLock(`${file}.lock`);
  } catch (thrown) {
    // What a person knows is the till's file, not the one beside it.
    throw thrown instanceof Problem ? new Problem(thrown.kind, { file }, thrown) : thrown;
  }
}
