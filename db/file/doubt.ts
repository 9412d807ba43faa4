/**
 * Whether a commit has happened, when the disk answers it with an error.
 *
 * SQLite takes an error at COMMIT for no. But the commit may lie in the WAL, whole, behind the end that this process
 * knows of: its sync failed, or the WAL's index after it. A process that is killed then leaves it for the next start,
 * which finds it and counts it (sqlite.org/walformat.html, 4.1). What is committed next is written over it, and makes
 * the no true; so that is done at once, and until it is done the answer is: unknown.
 */
import type Database from 'better-sqlite3';
import { Problem } from '../../domain/words/problem.ts';
import { isDoubtful } from './failure.ts';

export type Doubt = Readonly<{
  /** Throws Problem commit-unknown while it is not known what the last commit came to. */
  refuse(): void;
  /** Runs what commits. An error of `commit` that it throws on means no; Problem commit-unknown that nobody knows. */
  committing<T>(commit: () => T): T;
  /** See `Writable`. */
  settle(): boolean;
}>;

export function createDoubt(database: Database.Database, file: string): Doubt {
  let cause: unknown = null;

  const unknown = (): Problem => new Problem('commit-unknown', { file }, cause);
  const settle = (): boolean => {
    if (cause === null) return false;
    try {
      overwrite(database);
    } catch (thrown) {
      cause = thrown;
      throw unknown();
    }
    cause = null;
    return true;
  };
  return {
    refuse: () => {
      if (cause !== null) throw unknown();
    },
    committing: (commit) => {
      try {
        return commit();
      } catch (thrown) {
        // Still open: it was refused before anything was written, and is rolled back by the caller.
        if (database.inTransaction || !isDoubtful(thrown)) throw thrown;
        cause = thrown;
        settle();
        throw thrown;
      }
    },
    settle,
  };
}

/** The smallest commit there is: the first page as it was, over whatever lies behind the end of the WAL. */
export function overwrite(database: Database.Database): void {
  const version = database.pragma('user_version', { simple: true });
  try {
    database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${version}; COMMIT`);
  } catch (thrown) {
    if (database.inTransaction) database.exec('ROLLBACK');
    throw thrown;
  }
}
